import { byteLength } from "./bytes.ts";
import type { SocketTable } from "./socket-table.ts";
import { type Input, type Output, Pipe } from "./stream.ts";

/** One end of a TCP connection. */
export interface Connection {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly input: Input;
  readonly output: Output;
  /** The other side speaks TLS. */
  readonly secure?: true;
  /** No more will be sent (FIN). */
  end(): void;
  /** Neither direction is wanted any more. */
  close(): void;
}

/** What a server does with a connection. */
export interface Service {
  (connection: Connection): void | Promise<void>;
  /** It speaks TLS, with a certificate that everybody trusts; what travels inside is what the connection shows. */
  readonly secure?: true;
  /** Of a proxy: who its connections are handed to now, and the address they then come from. */
  readonly handsTo?: () => { readonly service: Service; readonly remoteAddress: string } | undefined;
}

/** What Ethernet, IP and TCP put around a segment with the timestamp option, bytes; the first two carry more options. */
const FRAME_BYTES = 66;
const SYN_BYTES = 74;
/** What fits into one segment of an Ethernet of 1500 bytes. */
const SEGMENT_BYTES = 1448;

interface SocketAddress {
  readonly address: string;
  readonly port: number;
}

/** Joins a caller with a service that has been found; how `connect` and Unix sockets end. */
export function openConnection(
  service: Service,
  ends: {
    readonly client: SocketAddress;
    readonly server: SocketAddress;
    readonly called?: SocketAddress;
    /** The namespaces at both ends, whose traffic it is. */
    readonly from?: SocketTable;
    readonly to?: SocketTable;
  },
): Connection {
  const { client, server, called = server, from, to } = ends;
  const there = new Pipe();
  const back = new Pipe();
  const end = (input: Pipe, output: Pipe) => ({
    input,
    output,
    end: () => output.endWriting(),
    close: () => {
      output.endWriting();
      input.endReading();
    },
  });
  const answering: Connection = {
    localAddress: server.address,
    localPort: server.port,
    remoteAddress: client.address,
    remotePort: client.port,
    ...end(there, back),
  };
  void Promise.resolve(service(metered(answering, to))).catch(() => answering.close());
  const calling: Connection = {
    localAddress: client.address,
    localPort: client.port,
    remoteAddress: called.address,
    remotePort: called.port,
    ...(service.secure ? { secure: true as const } : {}),
    ...end(back, there),
  };
  return metered(calling, from);
}

/** A connection whose bytes count as the traffic of the namespace at this end of it. */
export function metered(connection: Connection, sockets: SocketTable | undefined): Connection {
  if (!sockets) return connection;
  const { traffic } = sockets;
  const { input, output } = connection;
  const framesOf = (text: string) => Math.ceil(byteLength(text) / SEGMENT_BYTES) * FRAME_BYTES;
  // The handshake, and the FIN and ACK of either side.
  traffic.sent += SYN_BYTES + 2 * FRAME_BYTES;
  traffic.received += SYN_BYTES + 2 * FRAME_BYTES;
  const read = (text: string, sign: 1 | -1) => {
    traffic.received += sign * (byteLength(text) + framesOf(text));
    traffic.sent += sign * framesOf(text);
  };
  return {
    ...connection,
    input: {
      isTTY: false,
      read: async (signal) => {
        const piece = await input.read(signal);
        if (piece !== null) read(piece, 1);
        return piece;
      },
      ...(input.unread && {
        unread: (text: string) => {
          read(text, -1);
          input.unread?.(text);
        },
      }),
    },
    output: {
      isTTY: false,
      write: (text, signal) => {
        traffic.sent += byteLength(text) + framesOf(text);
        traffic.received += framesOf(text);
        return output.write(text, signal);
      },
    },
  };
}
