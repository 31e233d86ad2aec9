@echo off
rem Runs the job once. Started by the Windows Task Scheduler; see schedule.md.
setlocal
set PYTHONUTF8=1
cd /d D:\briefing
if not exist output mkdir output
"C:\Program Files\briefing\Scripts\briefing.exe" run annual --log-format json 1>>output\tables.log 2>>output\run.log
exit /b %ERRORLEVEL%
