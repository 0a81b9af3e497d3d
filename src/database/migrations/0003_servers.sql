CREATE TABLE "servers" (
	"guild_id" text PRIMARY KEY NOT NULL,
	"settings" jsonb NOT NULL,
	"welcomed_at" timestamp with time zone
);
