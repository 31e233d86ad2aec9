#!/usr/bin/env bash
# markitdown 0.1.9: Word and Excel files as Markdown for whatever reads figures next.
# Expected: formatting that changes a figure survives or is marked, as struck text is (~~58.3~~); a sheet that is hidden in Excel is said to be.
# Seen: a raised footnote mark joins the number before it, 62000¹元 reads 620001元. A cell shown as 5.7% is 0.057, and a withdrawn sheet that the
# office has hidden stands there as any other.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"; "$folder/venv/bin/pip" install -q "markitdown[docx,xlsx]==0.1.9" python-docx==1.2.0
"$folder/venv/bin/python" - <<'PY'
import io
import docx, openpyxl
from markitdown import MarkItDown

def markdown(save, extension):
    file = io.BytesIO()
    save(file)
    return MarkItDown().convert_stream(io.BytesIO(file.getvalue()), file_extension=extension).text_content

report = docx.Document()
paragraph = report.add_paragraph("农民人均收入62000")
paragraph.add_run("1").font.superscript = True
paragraph.add_run("元，税收")
paragraph.add_run("58.3").font.strike = True
paragraph.add_run("57.1亿元。")
book = openpyxl.Workbook()
book.active.append(["增长", 0.057])
book.active["B1"].number_format = "0.0%"
book.create_sheet("作废").append(["税收", 58.3])
book["作废"].sheet_state = "hidden"
word, excel = markdown(report.save, ".docx").strip(), markdown(book.save, ".xlsx")
print(word, excel, sep="\n")
assert word == "农民人均收入620001元，税收~~58.3~~57.1亿元。"
assert "| 增长 | 0.057 |" in excel and "## 作废\n| 税收 | 58.3 |" in excel
PY
