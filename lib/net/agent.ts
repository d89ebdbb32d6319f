import { lookup as dnsLookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { Agent, type buildConnector, type Dispatcher } from "undici";
import { isPublicAddress } from "./address";
import { isNetFailure, NetFailure } from "./failure";
import { blocked } from "./target";

export interface Resolved {
  address: string;
  family: 4 | 6;
}
export type Resolver = (hostname: string) => Promise<Resolved[]>;

export interface AgentOptions {
  resolve?: Resolver;
  /** Where to connect for addresses that passed the check: a seam for tests that must not leave the machine. */
  dial?: (checked: Resolved[]) => Resolved[];
  tls?: Pick<buildConnector.BuildOptions & { ca?: string }, "ca">;
  connectTimeoutMs?: number;
}

const maxHeaderBytes = 32 * 1024;

/**
 * A connection pool whose sockets only open to addresses that were checked. The check sits in the socket's own
 * lookup, so what was checked is what is connected to; a second resolution cannot slip in between.
 */
export function createAgent(mode: "public" | "allowed", options: AgentOptions = {}): Agent {
  return new Agent({
    connect: {
      ...options.tls,
      lookup: createLookup(mode, options),
      minVersion: "TLSv1.2",
      timeout: options.connectTimeoutMs ?? 10_000,
    } as buildConnector.BuildOptions,
    allowH2: false,
    connections: 64,
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

function createLookup(mode: "public" | "allowed", options: AgentOptions): LookupFunction {
  const resolve = options.resolve ?? systemResolver;
  const dial = options.dial ?? ((checked) => checked);
  return (hostname, asked, callback) => {
    resolve(hostname)
      .then((found) => {
        if (found.length === 0) throw new NetFailure("dns", `${hostname} has no address.`);
        if (mode === "public" && !found.every((one) => isPublicAddress(one.address))) throw blocked(hostname);
        return dial(found);
      })
      .then(
        (checked) => {
          const [first] = checked;
          if (asked.all || !first) callback(null, checked);
          else callback(null, first.address, first.family);
        },
        (error: unknown) => callback(asDnsFailure(hostname, error), []),
      );
  };
}

async function systemResolver(hostname: string): Promise<Resolved[]> {
  const found = await dnsLookup(hostname, { all: true, verbatim: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}

function asDnsFailure(hostname: string, error: unknown): NetFailure {
  if (isNetFailure(error)) return error;
  return new NetFailure("dns", `${hostname} could not be found. Check the address.`, { cause: error });
}

/** Tells whether a request was handed to a socket: before that, a write surely did not happen. */
export function markSent(agent: Dispatcher, onSent: () => void): Dispatcher {
  return agent.compose((dispatch) => (options, handler) => {
    return dispatch(options, {
      onRequestStart: (controller, context) => {
        onSent();
        handler.onRequestStart?.(controller, context);
      },
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });
  });
}
