import { once } from 'node:events';
import type net from 'node:net';
import { play } from '../shared/faults.ts';
import type { Faults } from './faults.ts';

/**
 * The telephone line of the host: it takes connections and hands them to a server, unless a fault says that the
 * line is down (refusing or cutting) or slow.
 */
export type Line = {
  readonly connect: (server: net.Server) => void;
  readonly onFaultsChanged: () => void;
  readonly close: () => Promise<void>;
};

export const openLine = (listener: net.Server, faults: Faults): Line => {
  const sockets = new Set<net.Socket>();
  const timers = new Set<NodeJS.Timeout>();
  let server: net.Server | undefined;
  let isClosed = false;
  const waiting: net.Socket[] = [];

  const after = <T extends readonly unknown[]>(ms: number, act: (...args: T) => void, ...args: T) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act(...args);
    }, ms);
    timers.add(timer);
  };
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const take = (socket: net.Socket) => {
    if (socket.destroyed) return;
    server?.emit('connection', socket);
    // The sockets come paused, so that nothing was read before the server listens to it.
    socket.resume();
  };
  const accept = (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    const fault = faults.lineFault();
    if (fault !== undefined) play(fault);
    if (fault?.kind === 'cutConnections') socket.destroy();
    else if (fault?.kind === 'slowAccept') after(fault.ms, take, socket);
    else if (server === undefined) waiting.push(socket);
    else take(socket);
  };
  listener.on('connection', accept);

  const refuseFor = (ms: number) => {
    const address = listener.address();
    if (!listener.listening || address === null || typeof address === 'string') return;
    listener.close();
    cutAll();
    after(ms, () => {
      if (!isClosed) listener.listen(address.port, address.address);
    });
  };

  return {
    connect: (created) => {
      server = created;
      // It does not listen itself, but its limits of time start with this event.
      server.emit('listening');
      for (const socket of waiting.splice(0)) take(socket);
    },
    onFaultsChanged: () => {
      const fault = faults.lineFault();
      if (fault?.kind === 'refuseConnections') refuseFor(fault.ms);
      if (fault?.kind === 'cutConnections') cutAll();
    },
    close: async () => {
      isClosed = true;
      for (const timer of timers) clearTimeout(timer);
      cutAll();
      server?.close();
      if (!listener.listening) return;
      listener.close();
      await once(listener, 'close');
    },
  };
};
