ALTER TABLE "runs" ADD COLUMN "chat" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "lost" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "outages" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "outage_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "stored_bytes" bigint DEFAULT 0 NOT NULL;
