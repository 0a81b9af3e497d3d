/** A file attached by a person, before it is downloaded. */
export interface AttachmentRef {
  url: string;
  name: string;
  bytes: number;
}
