/** The members of a list by a name, each group in the order of the list. */
export function groupBy<T>(list: readonly T[], nameOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const name = nameOf(one);
    const group = groups.get(name);
    if (group) group.push(one);
    else groups.set(name, [one]);
  }
  return groups;
}

/** Each with the one that follows it. */
export function pairs<T>(list: readonly T[]): [T, T][] {
  return list.slice(1).map((next, i) => [list[i]!, next]);
}
