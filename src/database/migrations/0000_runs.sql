CREATE TABLE "run_events" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"run_id" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"event" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"guild_id" text NOT NULL,
	"user_id" text NOT NULL,
	"place" jsonb NOT NULL,
	"spec" jsonb NOT NULL,
	"job_id" uuid NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"crashes" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"artifact_key" text,
	"failure" jsonb,
	"cancel_by" text,
	"progress_message_id" text,
	"announced" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "run_events" ADD CONSTRAINT "run_events_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "run_events_by_run" ON "run_events" USING btree ("run_id","id");--> statement-breakpoint
CREATE INDEX "runs_by_guild" ON "runs" USING btree ("guild_id","created_at");--> statement-breakpoint
CREATE INDEX "runs_by_state" ON "runs" USING btree ("state","announced");