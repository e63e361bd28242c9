import { ALL_EVENTS, contractOf, TOPICS } from './index.js';

describe.each(ALL_EVENTS.map((contract) => [contract.wireType, contract] as const))('%s', (wireType, contract) => {
  it('has an example that keeps its own contract', () => {
    const event = contract(contract.example);
    expect(event).toEqual({ type: wireType, topic: contract.topic, key: contract.key(contract.example), data: contract.example });
  });

  it('is refused without its data', () => {
    expect(() => contract({})).toThrow();
  });

  it('is found by its type, lies in its owner’s topic and is named in the past tense', () => {
    expect(contractOf(contract.type)).toBe(contract);
    expect(TOPICS).toContain(`${contract.owner}.events`);
    expect(contract.type).toMatch(/^[a-z-]+\.[a-z-]*(ed|sent|withdrawn)$/);
  });
});

it('every event is defined once: older versions are stated in the newest, not beside it', () => {
  const types = ALL_EVENTS.map(({ type }) => type);
  expect(types.filter((type, index) => types.indexOf(type) !== index)).toEqual([]);
});
