-- Everything the back office remembers. Types are filled in for each database: {text}, {bytes}, {keyed}.
CREATE TABLE accounts (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  code {text},
  name {text},
  status {text},
  parent_account {text}
);
CREATE INDEX accounts_external_ref ON accounts (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE UNIQUE INDEX accounts_code ON accounts (code);
CREATE INDEX accounts_name ON accounts (name, id);
CREATE INDEX accounts_status ON accounts (status, id);
CREATE INDEX accounts_parent_account ON accounts (parent_account, id);

CREATE TABLE products (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  name {text},
  product_version {text},
  state {text}
);
CREATE INDEX products_external_ref ON products (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE INDEX products_name ON products (name, id);
CREATE INDEX products_product_version ON products (product_version, id);
CREATE INDEX products_state ON products (state, id);
CREATE UNIQUE INDEX products_name_version ON products (name, product_version);

CREATE TABLE features (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  name {text},
  version_format {text}
);
CREATE INDEX features_external_ref ON features (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE UNIQUE INDEX features_name ON features (name);
CREATE INDEX features_version_format ON features (version_format, id);

CREATE TABLE relations (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  from_product {text},
  to_product {text},
  kind {text}
);
CREATE INDEX relations_external_ref ON relations (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE INDEX relations_from_product ON relations (from_product, id);
CREATE INDEX relations_to_product ON relations (to_product, id);
CREATE INDEX relations_kind ON relations (kind, id);
CREATE UNIQUE INDEX relations_edge ON relations (from_product, to_product, kind);

CREATE TABLE license_models (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  code {text},
  model {text},
  technology {text}
);
CREATE INDEX license_models_external_ref ON license_models (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE UNIQUE INDEX license_models_code ON license_models (code);
CREATE INDEX license_models_model ON license_models (model, id);
CREATE INDEX license_models_technology ON license_models (technology, id);

CREATE TABLE plugins (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  name {text},
  mode {text},
  status {text},
  paused {text}
);
CREATE INDEX plugins_external_ref ON plugins (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE UNIQUE INDEX plugins_name ON plugins (name);
CREATE INDEX plugins_mode ON plugins (mode, id);
CREATE INDEX plugins_status ON plugins (status, id);

CREATE TABLE license_classes (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  plugin_id {text},
  class_id {text},
  name {text},
  selected_for_sale {text}
);
CREATE INDEX license_classes_external_ref ON license_classes (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE INDEX license_classes_plugin_id ON license_classes (plugin_id, id);
CREATE INDEX license_classes_class_id ON license_classes (class_id, id);
CREATE INDEX license_classes_name ON license_classes (name, id);
CREATE INDEX license_classes_selected_for_sale ON license_classes (selected_for_sale, id);
CREATE UNIQUE INDEX license_classes_class ON license_classes (plugin_id, class_id);

CREATE TABLE entitlements (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  entitlement_id {text},
  account_id {text},
  state {text},
  order_id {text}
);
CREATE INDEX entitlements_external_ref ON entitlements (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE INDEX entitlements_created_at ON entitlements (created_at, id);
CREATE INDEX entitlements_updated_at ON entitlements (updated_at, id);
CREATE UNIQUE INDEX entitlements_entitlement_id ON entitlements (entitlement_id);
CREATE INDEX entitlements_account_id ON entitlements (account_id, id);
CREATE INDEX entitlements_state ON entitlements (state, id);
CREATE INDEX entitlements_order_id ON entitlements (order_id, id);

CREATE TABLE line_items (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  activation_id {text},
  entitlement_id {text},
  account_id {text},
  product_id {text},
  license_model_id {text},
  kind {text},
  state {text},
  parent_line_item_id {text},
  expiration {text},
  maintenance_until {text}
);
CREATE INDEX line_items_external_ref ON line_items (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE INDEX line_items_created_at ON line_items (created_at, id);
CREATE INDEX line_items_updated_at ON line_items (updated_at, id);
CREATE UNIQUE INDEX line_items_activation_id ON line_items (activation_id);
CREATE INDEX line_items_entitlement_id ON line_items (entitlement_id, id);
CREATE INDEX line_items_account_id ON line_items (account_id, id);
CREATE INDEX line_items_product_id ON line_items (product_id, id);
CREATE INDEX line_items_license_model_id ON line_items (license_model_id, id);
CREATE INDEX line_items_kind ON line_items (kind, id);
CREATE INDEX line_items_state ON line_items (state, id);
CREATE INDEX line_items_parent_line_item_id ON line_items (parent_line_item_id, id);
CREATE INDEX line_items_maintenance_until ON line_items (maintenance_until, id);
CREATE INDEX line_items_expiration ON line_items (expiration, id);

CREATE TABLE fulfillments (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  fulfillment_id {text},
  activation_id {text},
  line_item_id {text},
  account_id {text},
  product_id {text},
  status {text},
  support_type {text},
  parent_fulfillment_id {text},
  root_fulfillment_id {text},
  expiration {text}
);
CREATE INDEX fulfillments_external_ref ON fulfillments (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE INDEX fulfillments_created_at ON fulfillments (created_at, id);
CREATE INDEX fulfillments_updated_at ON fulfillments (updated_at, id);
CREATE UNIQUE INDEX fulfillments_fulfillment_id ON fulfillments (fulfillment_id);
CREATE INDEX fulfillments_activation_id ON fulfillments (activation_id, id);
CREATE INDEX fulfillments_line_item_id ON fulfillments (line_item_id, id);
CREATE INDEX fulfillments_account_id ON fulfillments (account_id, id);
CREATE INDEX fulfillments_product_id ON fulfillments (product_id, id);
CREATE INDEX fulfillments_status ON fulfillments (status, id);
CREATE INDEX fulfillments_support_type ON fulfillments (support_type, id);
CREATE INDEX fulfillments_parent_fulfillment_id ON fulfillments (parent_fulfillment_id, id);
CREATE INDEX fulfillments_root_fulfillment_id ON fulfillments (root_fulfillment_id, id);
CREATE INDEX fulfillments_expiration ON fulfillments (expiration, id);

CREATE TABLE hosts (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  account_id {text},
  kind {text},
  id_type {text},
  value {text}
);
CREATE INDEX hosts_external_ref ON hosts (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE INDEX hosts_account_id ON hosts (account_id, id);
CREATE INDEX hosts_kind ON hosts (kind, id);
CREATE INDEX hosts_id_type ON hosts (id_type, id);
CREATE INDEX hosts_value ON hosts (value, id);
CREATE UNIQUE INDEX hosts_one_value ON hosts (account_id, kind, id_type, value);

CREATE TABLE keys (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  number {text},
  key_number {text},
  owner {text},
  class_id {text},
  status {text},
  request_key {text},
  parent_key {text},
  expiration {text}
);
CREATE INDEX keys_external_ref ON keys (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE INDEX keys_created_at ON keys (created_at, id);
CREATE INDEX keys_updated_at ON keys (updated_at, id);
CREATE INDEX keys_number ON keys (number, id);
CREATE UNIQUE INDEX keys_key_number ON keys (key_number);
CREATE INDEX keys_owner ON keys (owner, id);
CREATE INDEX keys_class_id ON keys (class_id, id);
CREATE INDEX keys_status ON keys (status, id);
CREATE UNIQUE INDEX keys_request_key ON keys (request_key);
CREATE INDEX keys_parent_key ON keys (parent_key, id);
CREATE INDEX keys_expiration ON keys (expiration, id);

CREATE TABLE licenses (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  number BIGINT,
  plugin_id {text},
  class_id {text},
  account_id {text},
  subscription_id {text},
  assignment {text},
  status {text},
  bill_type {text},
  sync_status {text},
  key_number {text},
  order_id {text},
  expiration {text},
  update_date {text}
);
CREATE INDEX licenses_external_ref ON licenses (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE INDEX licenses_created_at ON licenses (created_at, id);
CREATE INDEX licenses_updated_at ON licenses (updated_at, id);
CREATE UNIQUE INDEX licenses_number ON licenses (number);
CREATE INDEX licenses_plugin_id ON licenses (plugin_id, id);
CREATE INDEX licenses_class_id ON licenses (class_id, id);
CREATE INDEX licenses_account_id ON licenses (account_id, id);
CREATE INDEX licenses_subscription_id ON licenses (subscription_id, id);
CREATE INDEX licenses_assignment ON licenses (assignment, id);
CREATE INDEX licenses_status ON licenses (status, id);
CREATE INDEX licenses_bill_type ON licenses (bill_type, id);
CREATE INDEX licenses_sync_status ON licenses (sync_status, id);
CREATE UNIQUE INDEX licenses_key_number ON licenses (key_number);
CREATE INDEX licenses_order_id ON licenses (order_id, id);
CREATE INDEX licenses_expiration ON licenses (expiration, id);
CREATE INDEX licenses_ends ON licenses (bill_type, expiration, status);
CREATE INDEX licenses_update_date ON licenses (update_date, id);
CREATE INDEX licenses_sync ON licenses (sync_status, status, id);

CREATE TABLE license_files (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  owner_id {text},
  revision BIGINT,
  sha256 {text}
);
CREATE INDEX license_files_external_ref ON license_files (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE INDEX license_files_owner_id ON license_files (owner_id, id);
CREATE INDEX license_files_sha256 ON license_files (sha256, id);
CREATE UNIQUE INDEX license_files_revision ON license_files (owner_id, revision, sha256);

CREATE TABLE subscriptions (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  name {text},
  account_id {text},
  state {text},
  kind {text}
);
CREATE INDEX subscriptions_external_ref ON subscriptions (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE INDEX subscriptions_name ON subscriptions (name, id);
CREATE INDEX subscriptions_account_id ON subscriptions (account_id, id);
CREATE INDEX subscriptions_state ON subscriptions (state, id);
CREATE INDEX subscriptions_kind ON subscriptions (kind, id);

CREATE TABLE orders (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  number BIGINT,
  kind {text},
  state {text},
  account_id {text}
);
CREATE INDEX orders_external_ref ON orders (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE UNIQUE INDEX orders_number ON orders (number);
CREATE INDEX orders_kind ON orders (kind, id);
CREATE INDEX orders_state ON orders (state, id);
CREATE INDEX orders_account_id ON orders (account_id, id);

CREATE TABLE operations (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  kind {text},
  target_id {text},
  state {text},
  plugin_id {text},
  next_attempt_at BIGINT
);
CREATE INDEX operations_external_ref ON operations (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE INDEX operations_kind ON operations (kind, id);
CREATE INDEX operations_target_id ON operations (target_id, id);
CREATE INDEX operations_plugin_id ON operations (plugin_id, id);
CREATE INDEX operations_state ON operations (state, id);
CREATE INDEX operations_next_attempt_at ON operations (next_attempt_at, id);

CREATE TABLE sync_runs (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  state {text}
);
CREATE INDEX sync_runs_external_ref ON sync_runs (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE INDEX sync_runs_state ON sync_runs (state, id);

CREATE TABLE daily_runs (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  day {text},
  state {text}
);
CREATE INDEX daily_runs_external_ref ON daily_runs (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE INDEX daily_runs_day ON daily_runs (day, id);
CREATE INDEX daily_runs_state ON daily_runs (state, id);

CREATE TABLE shipments (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  target_id {text},
  channel {text}
);
CREATE INDEX shipments_external_ref ON shipments (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE INDEX shipments_target_id ON shipments (target_id, id);
CREATE INDEX shipments_channel ON shipments (channel, id);

CREATE TABLE events (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  position BIGINT,
  event_type {text},
  aggregate_kind {text},
  aggregate_id {text}
);
CREATE INDEX events_external_ref ON events (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE UNIQUE INDEX events_position ON events (position);
CREATE INDEX events_event_type ON events (event_type, position);
CREATE INDEX events_aggregate_id ON events (aggregate_id, position);

CREATE TABLE webhooks (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  url {text},
  state {text}
);
CREATE INDEX webhooks_external_ref ON webhooks (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE INDEX webhooks_url ON webhooks (url, id);
CREATE INDEX webhooks_state ON webhooks (state, id);

CREATE TABLE deliveries (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  webhook_id {text},
  event_id {text},
  event_type {text},
  aggregate_id {text},
  aggregate_sequence BIGINT,
  state {text},
  next_attempt_at BIGINT
);
CREATE INDEX deliveries_external_ref ON deliveries (external_ref, id) WHERE external_ref IS NOT NULL;
CREATE INDEX deliveries_webhook_id ON deliveries (webhook_id, id);
CREATE INDEX deliveries_event_id ON deliveries (event_id, id);
CREATE INDEX deliveries_event_type ON deliveries (event_type, id);
CREATE INDEX deliveries_state ON deliveries (state, id);
CREATE INDEX deliveries_due ON deliveries (webhook_id, state, next_attempt_at);
CREATE INDEX deliveries_order ON deliveries (webhook_id, aggregate_id, aggregate_sequence);

CREATE TABLE tokens (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  name {text},
  hash {text},
  role {text}
);
CREATE UNIQUE INDEX tokens_name ON tokens (name);
CREATE UNIQUE INDEX tokens_hash ON tokens (hash);
CREATE INDEX tokens_role ON tokens (role, id);

CREATE TABLE roles (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  name {text}
);
CREATE UNIQUE INDEX roles_name ON roles (name);

CREATE TABLE settings (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  name {text}
);
CREATE UNIQUE INDEX settings_name ON settings (name);

CREATE TABLE words (kind {text} NOT NULL, word {text} NOT NULL, id {text} NOT NULL, PRIMARY KEY (kind, word, id)) {keyed};
CREATE INDEX words_id ON words (kind, id, word);

CREATE TABLE saved_views (
  id {text} PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  external_ref {text},
  body {text} NOT NULL,
  owner {text},
  list {text}
);
CREATE INDEX saved_views_owner ON saved_views (owner, list, id);

CREATE TABLE sequences (name {text} PRIMARY KEY, value BIGINT NOT NULL);

CREATE TABLE audit (
  sequence BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  actor {text} NOT NULL,
  action {text} NOT NULL,
  target_kind {text} NOT NULL,
  target {text} NOT NULL,
  body {text} NOT NULL,
  hash {text} NOT NULL
);
CREATE INDEX audit_target ON audit (target, sequence);
CREATE INDEX audit_actor ON audit (actor, sequence);
CREATE INDEX audit_action ON audit (action, sequence);

CREATE TABLE idempotency (
  caller {text} NOT NULL,
  key {text} NOT NULL,
  request {text} NOT NULL,
  status BIGINT NOT NULL,
  body {text} NOT NULL,
  location {text},
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_expires_at ON idempotency (expires_at);

CREATE TABLE contents (sha256 {text} PRIMARY KEY, bytes {bytes} NOT NULL);
