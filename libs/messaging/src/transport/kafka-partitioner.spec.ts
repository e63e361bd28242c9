import fc from 'fast-check';
import { Partitioners, type PartitionMetadata } from 'kafkajs';
import { byKey } from './kafka-partitioner.js';

it('every key falls into the partition into which kafkajs and the Java client put it', () => {
  const [ours, theirs] = [byKey(), Partitioners.DefaultPartitioner()];
  fc.assert(
    fc.property(fc.oneof(fc.uuid(), fc.string(), fc.string({ unit: 'binary' })), fc.integer({ min: 1, max: 64 }), (key, partitions) => {
      const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({ partitionId, leader: 1 }) as PartitionMetadata);
      const record = { topic: 'complaints', partitionMetadata, message: { key, value: '' } };
      expect(ours(record)).toBe(theirs(record));
    }),
    { numRuns: 2_000 },
  );
});
