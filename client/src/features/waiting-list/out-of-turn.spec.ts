import { describe, expect, test } from '@jest/globals';
import { ticket } from '../../../testing/fixtures.js';
import { ApiError } from '../../shared/api/request.js';
import { type ErrorCode, errorBody } from '../../shared/contract.js';
import { outOfTurn } from './out-of-turn.js';

const refusal = (code: ErrorCode): ApiError => new ApiError(409, errorBody(code, { ahead: 2 }).error);

describe('a take before its turn', () => {
  test('asks a supervisor why, and offers a counselor the first in line', () => {
    expect(outOfTurn(ticket(3), refusal('reason_required'))?.offers).toBe('reason');
    expect(outOfTurn(ticket(3), refusal('not_first_in_line'))?.offers).toBe('first');
  });

  test('is nothing to talk about where something else stands in the way', () => {
    expect(outOfTurn(ticket(3), refusal('ticket_taken'))).toBeNull();
    expect(outOfTurn(ticket(3), new Error('other'))).toBeNull();
  });
});
