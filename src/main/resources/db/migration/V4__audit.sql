-- Who did what, when, and how it ended. No texts.
CREATE TABLE audit (
  id BIGINT NOT NULL AUTO_INCREMENT,
  at DATETIME(6) NOT NULL,
  node VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  actor VARCHAR(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  action VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  subject VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'ids, separated by spaces',
  outcome VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'HTTP status, or how an answer ended',
  tokens BIGINT NULL,
  PRIMARY KEY (id),
  KEY audit_at (at),
  KEY audit_actor (actor, at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- How many answers are being made for a user.
CREATE INDEX generation_running_of ON generation (owner, status);
