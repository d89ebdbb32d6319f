// Is a port ours to take?
import { createServer } from "node:net";
import { Problem } from "./messages.mjs";

/** Throws the sentence for a taken port. */
export async function requireFreePort(port, host, { name, other }) {
  const hosts = host === "127.0.0.1" ? ["127.0.0.1", "::1"] : [host];
  for (const candidate of hosts) {
    if (await isFree(port, candidate)) continue;
    throw new Problem(
      `Port ${port}, which ${name} needs, is in use by another program.`,
      `Stop that program, or start on another port: PORT=${other} npm start`,
    );
  }
}

export function isFree(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT") resolve(true);
      else if (error.code === "EACCES")
        reject(
          new Problem(
            `Port ${port} needs rights this user does not have.`,
            "Use a port above 1023, for example PORT=3000.",
          ),
        );
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
