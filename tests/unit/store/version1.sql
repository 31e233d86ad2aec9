-- Made by the first version of the program.
BEGIN TRANSACTION;
CREATE TABLE briefing_meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_briefing_meta PRIMARY KEY ("key")
);
INSERT INTO "briefing_meta" VALUES('schema_version','1');
CREATE TABLE documents (
	"row" INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	title TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	area TEXT NOT NULL, 
	district TEXT, 
	date TEXT NOT NULL, 
	year_reviewed INTEGER, 
	year_planned INTEGER, 
	CONSTRAINT pk_documents PRIMARY KEY ("row"), 
	CONSTRAINT uq_documents_sha256_id UNIQUE (sha256, id), 
	CONSTRAINT fk_documents_sha256 FOREIGN KEY(sha256) REFERENCES files (sha256) ON DELETE CASCADE
);
INSERT INTO "documents" VALUES(1,'d0','f0','政府工作报告','work_report','槐荫区','370104','2025-01-08',2024,2025);
CREATE TABLE file_names (
	sha256 TEXT NOT NULL, 
	name TEXT NOT NULL, 
	CONSTRAINT pk_file_names PRIMARY KEY (sha256, name), 
	CONSTRAINT fk_file_names_sha256 FOREIGN KEY(sha256) REFERENCES files (sha256) ON DELETE CASCADE
);
INSERT INTO "file_names" VALUES('f0','报告.txt');
CREATE TABLE files (
	sha256 TEXT NOT NULL, 
	format TEXT NOT NULL, 
	extraction_key TEXT NOT NULL, 
	warnings TEXT NOT NULL, 
	read_at DATETIME NOT NULL, 
	CONSTRAINT pk_files PRIMARY KEY (sha256)
);
INSERT INTO "files" VALUES('f0','txt','v1','[]','2025-03-01 01:00:00.000000');
CREATE TABLE mentions (
	document INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	period TEXT NOT NULL, 
	area TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	quote TEXT NOT NULL, 
	sentence TEXT NOT NULL, 
	section TEXT NOT NULL, 
	place TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	stage TEXT NOT NULL, 
	status TEXT NOT NULL, 
	investment TEXT, 
	count TEXT, 
	details TEXT NOT NULL, 
	CONSTRAINT pk_mentions PRIMARY KEY (document, position), 
	CONSTRAINT fk_mentions_document FOREIGN KEY(document) REFERENCES documents ("row") ON DELETE CASCADE
);
CREATE TABLE observations (
	document INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	period TEXT NOT NULL, 
	area TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	quote TEXT NOT NULL, 
	sentence TEXT NOT NULL, 
	section TEXT NOT NULL, 
	place TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	indicator TEXT, 
	measure TEXT NOT NULL, 
	value TEXT NOT NULL, 
	number DOUBLE NOT NULL, 
	unit TEXT NOT NULL, 
	status TEXT NOT NULL, 
	bound TEXT NOT NULL, 
	bound_text TEXT NOT NULL, 
	vintage TEXT, 
	confidence DOUBLE NOT NULL, 
	CONSTRAINT pk_observations PRIMARY KEY (document, position), 
	CONSTRAINT fk_observations_document FOREIGN KEY(document) REFERENCES documents ("row") ON DELETE CASCADE
);
INSERT INTO "observations" VALUES(1,0,'2024','槐荫区',10,24,'一般公共预算收入57.10亿元','一般公共预算收入57.10亿元。','["一、回顾"]','','19c697e30036','一般公共预算收入','general_budget_revenue','level','57.10',57.1,'亿元','actual','exact','','preliminary',0.97);
CREATE TABLE runs (
	id INTEGER NOT NULL, 
	job TEXT NOT NULL, 
	state TEXT NOT NULL, 
	started_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	message TEXT NOT NULL, 
	CONSTRAINT pk_runs PRIMARY KEY (id)
);
INSERT INTO "runs" VALUES(1,'annual','done','2025-03-01 01:00:00.000000','2025-03-01 01:00:00.000000','');
CREATE TABLE steps (
	run INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	target TEXT NOT NULL, 
	state TEXT NOT NULL, 
	worker INTEGER, 
	started_at DATETIME, 
	finished_at DATETIME, 
	message TEXT NOT NULL, 
	sha256 TEXT, 
	CONSTRAINT pk_steps PRIMARY KEY (run, position), 
	CONSTRAINT fk_steps_run FOREIGN KEY(run) REFERENCES runs (id) ON DELETE CASCADE
);
CREATE TABLE tasks (
	document INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	period TEXT NOT NULL, 
	area TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	quote TEXT NOT NULL, 
	sentence TEXT NOT NULL, 
	section TEXT NOT NULL, 
	place TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	number TEXT NOT NULL, 
	title TEXT NOT NULL, 
	text TEXT NOT NULL, 
	lead TEXT NOT NULL, 
	responsible TEXT NOT NULL, 
	goal TEXT NOT NULL, 
	deadline TEXT NOT NULL, 
	CONSTRAINT pk_tasks PRIMARY KEY (document, position), 
	CONSTRAINT fk_tasks_document FOREIGN KEY(document) REFERENCES documents ("row") ON DELETE CASCADE
);
CREATE INDEX ix_runs_job ON runs (job);
CREATE INDEX ix_documents_id ON documents (id);
CREATE INDEX ix_documents_district ON documents (district);
CREATE INDEX ix_observations_indicator_period ON observations (indicator, period);
CREATE INDEX ix_observations_key ON observations ("key");
CREATE INDEX ix_mentions_key ON mentions ("key");
COMMIT;
