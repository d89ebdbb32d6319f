export interface RealWordpress {
  url: string;
  user: string;
  password: string;
  /** A subscriber: may read, may not publish. */
  readerUser: string;
  readerPassword: string;
  version: string;
  /** Runs PHP inside the site; a JSON last line is parsed. */
  php(code: string): unknown;
  stop(): Promise<void>;
}

export function startWordpress(options: {
  dir: string;
  onLog?: (text: string) => void;
}): Promise<RealWordpress>;
