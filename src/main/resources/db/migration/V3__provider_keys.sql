-- The keys that users bring for providers, sealed (AES-256-GCM) with a secret that the database does not hold.

CREATE TABLE provider_key (
  owner VARCHAR(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  provider VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  sealed VARBINARY(1000) NOT NULL,
  changed_at DATETIME(6) NOT NULL,
  PRIMARY KEY (owner, provider)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
