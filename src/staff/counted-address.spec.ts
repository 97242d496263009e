import { describe, expect, it } from '@jest/globals';
import { countedAs } from './counted-address.js';

describe('an address from which somebody tries', () => {
  it.each([
    ['192.0.2.57', '192.0.2.57'],
    ['::ffff:192.0.2.57', '192.0.2.57'],
    ['::FFFF:c000:239', '192.0.2.57'],
    ['2001:db8:a:b::1', '2001:db8:a:b::/64'],
    ['2001:0DB8:000a:000b:ffff:ffff:ffff:ffff', '2001:db8:a:b::/64'],
    ['2001:db8:a:c::1', '2001:db8:a:c::/64'],
    ['2001:db8::1', '2001:db8::/64'],
    ['::1', '::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['nonsense', 'nonsense'],
    ['', ''],
  ])('%s counts as %s', (address, counted) => {
    expect(countedAs(address)).toBe(counted);
  });
});
