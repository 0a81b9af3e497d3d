/** What a Run knows of its job at a service: stored with the Run before each step that costs, so that no step is done twice. */
import { z } from 'zod';

export const remoteStateSchema = z.object({
  trainingFile: z.string().nullable(),
  validationFile: z.string().nullable(),
  /** A job was about to be made: whether it was is asked of the service. */
  creating: z.boolean(),
  jobId: z.string().nullable(),
});
export type RemoteState = z.infer<typeof remoteStateSchema>;

export const NO_JOB: RemoteState = { trainingFile: null, validationFile: null, creating: false, jobId: null };

/** Whether something of the Run may go on at the service. */
export const mayRun = ({ creating, jobId }: RemoteState): boolean => creating || jobId !== null;
