import { BACKGROUND_CAUSES } from './background.js';
import { addDays, at, dayOf, daysBetween, everyDay, STORY, weekNumber } from './calendar.js';
import { causeOf, moonlight } from './plan.js';
import { OUTAGE_ON, SHIP_ON } from './planted.js';
import type { StoryComplaint } from './story-complaint.js';

const all = moonlight();
const complaints = all.filter(({ told }) => told.kind === 'complaint');
const of = (cause: string) => complaints.filter(({ told }) => told.externalId.startsWith(`moonlight-${cause}-`));
const days = (list: StoryComplaint[]) => list.map(({ occurredAt }) => dayOf(occurredAt)).toSorted();
const within = (list: StoryComplaint[], from: string, to: string) => days(list).filter((day) => day >= from && day <= to);
const fullest = (list: StoryComplaint[]) => Math.max(...everyDay(STORY.from, STORY.to).map((day) => within(list, addDays(day, -13), day).length));

describe('the story of Moonlight', () => {
  it('holds at least 400 complaints and the other kinds', () => {
    expect(complaints.length).toBeGreaterThanOrEqual(400);
    expect(new Set(all.map(({ told }) => told.kind))).toEqual(new Set(['complaint', 'praise', 'question', 'suggestion']));
  });

  it('is the same at every telling, with ids of its own', () => {
    expect(moonlight()).toEqual(all);
    expect(new Set(all.map(({ told }) => told.externalId)).size).toBe(all.length);
  });

  it('is told in three languages, each by many', () => {
    for (const language of ['ko', 'en', 'te']) expect(complaints.filter(({ told }) => told.language === language).length).toBeGreaterThan(60);
  });

  it('leaves no gap in a text and keeps inside the twenty weeks', () => {
    for (const { told, occurredAt, registeredAt, steps } of all) {
      expect(told.text).not.toMatch(/[{}]|\(.\/.\)/);
      expect(occurredAt >= at(STORY.from, 0) && occurredAt <= registeredAt && registeredAt < at(STORY.to, 24)).toBe(true);
      const moments = [registeredAt, ...steps.map((step) => step.at)].map(Number);
      expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    }
  });

  it('hardly ever says the same twice', () => {
    expect(new Set(complaints.map(({ told }) => told.text)).size).toBeGreaterThan(complaints.length * 0.72);
  });

  it.each(BACKGROUND_CAUSES.map(({ cause }) => cause))('keeps %s far from a problem: at most 3 in 14 days', (cause) => {
    expect(of(cause).length).toBeGreaterThan(8);
    expect(fullest(of(cause))).toBeLessThanOrEqual(3);
  });

  it('complains of the membership from week 3 until the fix ships, and hardly afterwards', () => {
    const cause = 'membership-hard-to-cancel';
    const shipOn = SHIP_ON[cause]!;
    expect(weekNumber(days(of(cause))[0]!)).toBe(3);
    expect(weekNumber(shipOn)).toBe(8);
    expect(within(of(cause), addDays(shipOn, -28), addDays(shipOn, -1)).length).toBeGreaterThanOrEqual(18);
    expect(within(of(cause), shipOn, STORY.to).length).toBe(1);
  });

  it('C43 tells some complaints only after the fix shipped although they happened before', () => {
    const shipOn = SHIP_ON['membership-hard-to-cancel']!;
    const late = of('membership-hard-to-cancel').filter(
      ({ occurredAt, registeredAt }) => dayOf(occurredAt) < shipOn && dayOf(registeredAt) >= shipOn,
    );
    expect(late).toHaveLength(2);
  });

  it('is late in Riverside on Friday evenings from week 5 to the end, on three days in any two weeks', () => {
    const late = of('late-on-friday-evening-riverside');
    const shipOn = SHIP_ON['late-on-friday-evening-riverside']!;
    expect(weekNumber(days(late)[0]!)).toBe(5);
    expect(weekNumber(days(late).at(-1)!)).toBe(20);
    expect(new Set(within(late, addDays(STORY.from, 28), addDays(STORY.from, 41))).size).toBeGreaterThanOrEqual(3);
    const before = within(late, addDays(shipOn, -28), addDays(shipOn, -1)).length;
    const after = within(late, addDays(shipOn, 1), addDays(shipOn, 28)).length;
    expect(after).toBeGreaterThanOrEqual(before);
  });

  it('charges twice from week 6 until the duplicate check, which then takes coupons at two a week', () => {
    const shipOn = SHIP_ON['charged-twice-by-card']!;
    expect(weekNumber(days(of('charged-twice-by-card'))[0]!)).toBe(6);
    expect(within(of('charged-twice-by-card'), addDays(shipOn, -28), addDays(shipOn, -1)).length).toBeGreaterThanOrEqual(12);
    expect(within(of('charged-twice-by-card'), shipOn, STORY.to)).toEqual([]);
    const moved = of('coupon-taken-order-cancelled');
    expect(within(moved, STORY.from, shipOn)).toEqual([]);
    expect(within(moved, addDays(shipOn, 1), addDays(shipOn, 28)).length).toBe(8);
    expect(fullest(moved)).toBeLessThanOrEqual(4);
  });

  it('has one bad day: 15 complaints in two hours of week 13, and nothing before or after', () => {
    const outage = of('app-outage');
    expect(outage).toHaveLength(15);
    expect(new Set(days(outage))).toEqual(new Set([OUTAGE_ON]));
    expect(weekNumber(OUTAGE_ON)).toBe(13);
    const hours = outage.map(({ occurredAt }) => occurredAt.getTime());
    expect(Math.max(...hours) - Math.min(...hours)).toBeLessThanOrEqual(2 * 3_600_000);
  });

  it('is busiest on Friday and Saturday and between 18 and 21 h', () => {
    const evening = complaints.filter(({ occurredAt }) => occurredAt.getUTCHours() >= 18 && occurredAt.getUTCHours() <= 21);
    expect(evening.length).toBeGreaterThan(complaints.length * 0.45);
    const weekend = complaints.filter(({ occurredAt }) => [5, 6].includes(occurredAt.getUTCDay()));
    expect(weekend.length).toBeGreaterThan(complaints.length * 0.4);
  });

  it('gives every closed complaint a cause and leaves some open and some withdrawn', () => {
    const closed = complaints.filter(({ steps }) => steps.at(-1)?.do === 'close');
    expect(closed.every((complaint) => causeOf(complaint) !== undefined)).toBe(true);
    expect(complaints.filter(({ steps }) => steps.at(-1)?.do === 'withdraw').length).toBeGreaterThanOrEqual(5);
    expect(complaints.length - closed.length).toBeGreaterThan(8);
  });

  it('has its people', () => {
    const people = all.filter(({ person }) => person);
    expect(people.map(({ person }) => person)).toHaveLength(11);
    expect(people.some(({ told }) => told.needsCare?.includes('elderly'))).toBe(true);
    expect(people.some(({ sentTwice }) => sentTwice)).toBe(true);
    expect(daysBetween(STORY.from, STORY.to)).toBe(139);
  });
});
