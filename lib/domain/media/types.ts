/** Upload: POST the bytes to `/api/v1/media?file_name=…&alt=…`; the picture is then at `url`. */
export interface MediaView {
  id: string;
  fileName: string;
  mime: string;
  sizeBytes: number;
  width: number | null;
  height: number | null;
  alt: string;
  /** Path on our own origin; usable as `src` in content. */
  url: string;
  createdAt: string;
}

export interface MediaPage {
  data: MediaView[];
  nextCursor: string | null;
}
