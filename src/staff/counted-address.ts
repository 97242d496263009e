import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * What counts as one address where attempts are counted. Who has one of IPv6 has a network (/64) of 2⁶⁴ of them; an
 * IPv4 address that is written as one of IPv6 stays that one address.
 */
export function countedAs(address: string): string {
  if (isIP(address) === 0) return address;
  const parsed = ipaddr.process(address);
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString();
  return `${new ipaddr.IPv6([...parsed.parts.slice(0, 4), 0, 0, 0, 0]).toString()}/64`;
}
