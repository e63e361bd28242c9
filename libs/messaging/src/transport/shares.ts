/** One partition of one topic. */
export interface Partition {
  topic: string;
  part: number;
}

/** A living member of a group, and the topics that it listens to. */
export interface Member {
  member: string;
  topics: readonly string[];
}

/** The name of a partition. */
export function nameOfPartition({ topic, part }: Partition): string {
  return `${topic}/${part}`;
}

/**
 * Who should own which partition, by its name: each goes to the member that listens to the topic and has the fewest so far.
 * Every member comes to the same answer by itself, because all deal the same lists in the same order.
 */
export function deal(partitions: readonly Partition[], members: readonly Member[]): Map<string, string> {
  const shares = new Map(members.map(({ member }) => [member, 0]));
  const owners = new Map<string, string>();
  for (const partition of partitions) {
    const [chosen] = members.filter(({ topics }) => topics.includes(partition.topic)).sort((a, b) => shares.get(a.member)! - shares.get(b.member)!);
    if (!chosen) continue;
    shares.set(chosen.member, shares.get(chosen.member)! + 1);
    owners.set(nameOfPartition(partition), chosen.member);
  }
  return owners;
}
