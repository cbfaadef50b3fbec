import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Cloud providers' own service address inside public space (Azure's "wire server"). */
const servicesInPublicSpace: ReadonlySet<string> = new Set(['168.63.129.16']);

/** Whether an address lies on the public internet; IPv4 inside IPv6 counts as the IPv4 it is. */
export const isPublicAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && !servicesInPublicSpace.has(parsed.toString());
};

/** Why a host may not be reached; `code` tells it from a failure to find the host. */
export class AddressRefusedError extends Error {
  readonly code = 'ADDRESS_REFUSED';
  constructor() {
    super('The host has no address that may be reached from here');
  }
}

const bare = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');

export interface AddressGuard {
  /** Whether a URL's host is an address literal that may not be reached: those are never looked up. */
  readonly refuses: (hostname: string) => boolean;
  /** For `connect`: only addresses that were checked come out, so what is checked is what is reached. */
  readonly lookup: LookupFunction;
}

/**
 * Keeps outgoing requests off private, loopback, link-local and metadata addresses.
 * @param allow Hosts on internal addresses that may be reached (`OUTBOUND_ALLOW`): host names or addresses.
 */
export const addressGuard = (allow: readonly string[]): AddressGuard => {
  const allowed: ReadonlySet<string> = new Set(allow.map((host) => bare(host.trim())));
  const mayReach = (hostname: string, address: string): boolean =>
    isPublicAddress(address) || allowed.has(bare(hostname)) || allowed.has(address);
  return {
    refuses: (hostname) => isIP(bare(hostname)) !== 0 && !mayReach(hostname, bare(hostname)),
    lookup: (hostname, options, callback) => {
      lookup(hostname, { ...options, all: true }, (error, found) => {
        if (error !== null) return callback(error, '', 4);
        const usable = found.filter(({ address }) => mayReach(hostname, address));
        const [first] = usable;
        if (first === undefined) return callback(new AddressRefusedError(), '', 4);
        return options.all === true ? callback(null, usable) : callback(null, first.address, first.family);
      });
    },
  };
};
