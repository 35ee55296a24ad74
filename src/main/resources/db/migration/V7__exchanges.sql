-- What a provider was asked and what it answered, without keys, for audit: written with the end of the answer, and
-- removed when it is older than it is to be kept.
ALTER TABLE generation
  ADD COLUMN exchange MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'JSON: request, response',
  ADD COLUMN exchange_at DATETIME(6) NULL COMMENT 'null when nothing is kept',
  ADD KEY generation_exchange (exchange_at);
