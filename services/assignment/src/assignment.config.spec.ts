import { ConfigFault, readConfig } from '#libs/service-kit';
import { answerPolicyOf, assignmentSettings } from './assignment.config.js';

const env = {
  PORT: '3002',
  DATABASE_URL: 'postgres://redress_assignment:pw@127.0.0.1:5432/redress',
  TRACKING_SECRET: 'a-secret-that-is-long-enough-0000001',
  CURSOR_SECRET: 'a-secret-that-is-long-enough-0000002',
};

describe('the settings of assignment', () => {
  it('are sensible when nothing is said: Seoul, Monday to Saturday, 9 to 21', () => {
    expect(answerPolicyOf(readConfig(assignmentSettings, env))).toEqual({
      withinMinutes: { urgent: 120, high: 240, normal: 720, low: 1_440 },
      escalateAgainAfterMinutes: 240,
      hours: { utcOffsetMinutes: 540, weekdays: [1, 2, 3, 4, 5, 6], opensAtMinute: 540, closesAtMinute: 1_260 },
    });
  });

  it('name every fault at once, also hours that never open', () => {
    const faults = { ASSIGNMENT_OPEN_WEEKDAYS: 'Mon-Fri', ASSIGNMENT_ANSWER_WITHIN_MINUTES_HIGH: '0' };
    expect(() => readConfig(assignmentSettings, { ...env, ...faults })).toThrow(ConfigFault);
    expect(() => readConfig(assignmentSettings, { ...env, ...faults })).toThrow(/MINUTES_HIGH[^]*WEEKDAYS/);
    expect(() => answerPolicyOf(readConfig(assignmentSettings, { ...env, ASSIGNMENT_OPEN_FROM_MINUTE_OF_DAY: '1300' }))).toThrow(
      /ASSIGNMENT_OPEN_FROM_MINUTE_OF_DAY/,
    );
  });
});
