-- Branches, contexts, roles and the search in titles and texts.

-- Compared without regard to case, as people search; kept byte by byte all the same. This collation is known to MySQL
-- and MariaDB and tells one emoji from another.
ALTER TABLE chat_session
  MODIFY title VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci NOT NULL;

ALTER TABLE message
  ADD COLUMN in_context BOOLEAN NOT NULL DEFAULT TRUE COMMENT 'false: later prompts do not include it',
  MODIFY content LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci NOT NULL,
  ADD KEY message_tree (session_id, parent_id),
  DROP KEY message_parent;

-- MySQL cuts texts into pairs of characters, which finds Chinese and parts of words. MariaDB skips this kind of comment:
-- it knows whole words only, so what it cannot find so is looked for in the owner's messages one by one.
SET SESSION innodb_ft_enable_stopword = OFF;
ALTER TABLE message ADD FULLTEXT KEY message_text (content) /*!80000 WITH PARSER ngram */;
SET SESSION innodb_ft_enable_stopword = DEFAULT;

CREATE TABLE chat_role (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  owner VARCHAR(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  name VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  icon VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  prompt MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  model VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  temperature DOUBLE NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (id),
  KEY chat_role_owner (owner, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
