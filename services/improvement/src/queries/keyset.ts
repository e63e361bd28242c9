/** Where a list goes on: the sort values of the last row of the page before. */
export type After = readonly [at: string, id: string];

/** Collects conditions with their numbered values. */
export class Conditions {
  readonly values: unknown[] = [];
  private readonly parts: string[] = [];

  /** Adds a condition when its value is there; `?` stands for the value's place. */
  when(value: unknown, condition: string): this {
    if (value !== undefined) this.parts.push(condition.replaceAll('?', `$${this.values.push(value)}`));
    return this;
  }

  /** Only rows behind the last one of the page before. */
  after(after: After | undefined, columns: string): this {
    if (after) this.parts.push(`${columns} < ($${this.values.push(after[0])}::timestamptz, $${this.values.push(after[1])}::uuid)`);
    return this;
  }

  get where(): string {
    return this.parts.length > 0 ? `where ${this.parts.join(' and ')}` : '';
  }
}
