/** `runId` is the public id. `alreadyOpen`: a run of this integration was queued or running; it is that one. */
export interface RequestedSync {
  runId: string;
  alreadyOpen: boolean;
}
