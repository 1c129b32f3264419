import { isIP } from 'node:net';

/** Some proxies add the port, which puts an IPv6 address in brackets. */
const WITH_PORT = /^(?:\[(.*)\](?::\d+)?|([\d.]+):\d+)$/;

/**
 * What of an `X-Forwarded-For` header can be believed to be addresses: the nearest proxies' entries, without ports, up to
 * the first that is none. A request then comes from the last address that is known, never from `unknown` or from
 * whatever a client made up.
 */
export function legibleForwarding(header: string): string {
  const addresses = header.split(',').map(addressIn);
  return addresses.slice(addresses.lastIndexOf(undefined) + 1).join(', ');
}

function addressIn(entry: string): string | undefined {
  const address = entry.trim().replace(WITH_PORT, '$1$2');
  // The zone of an IPv6 address (`%eth0`) means something on one machine only.
  return isIP(address) && !address.includes('%') ? address : undefined;
}
