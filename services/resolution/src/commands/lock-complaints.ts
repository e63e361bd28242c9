/** What agents and customers lock, too: a slice of events has all of it before its first handler writes, or waits with nothing. */
export { lockAll as lockComplaints } from '../store/rows.js';
