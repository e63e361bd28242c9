import { momentOn, toldAfter, weightOfDay } from './arrivals.js';
import { addDays, STORY, type Day } from './calendar.js';
import { chanceOf, type Chance } from './chance.js';
import type { StoryComplaint } from './story-complaint.js';
import { tellerOf } from './telling.js';
import { allergyNoteIgnored } from './texts/allergy-note-ignored.js';
import { cancelledByRestaurant } from './texts/cancelled-by-restaurant.js';
import type { CauseTexts } from './texts/cause-texts.js';
import { couponRefused } from './texts/coupon-refused.js';
import { courierNotReachable } from './texts/courier-not-reachable.js';
import { courierUnfriendly } from './texts/courier-unfriendly.js';
import { feesNotUnderstandable } from './texts/fees-not-understandable.js';
import { foodArrivedCold } from './texts/food-arrived-cold.js';
import { lateDelivery } from './texts/late-delivery.js';
import { loginFailed } from './texts/login-failed.js';
import { missingItem } from './texts/missing-item.js';
import { packagingSpilled } from './texts/packaging-spilled.js';
import { passedAround } from './texts/passed-around.js';
import { pointsMissing } from './texts/points-missing.js';
import { refundNotArrived } from './texts/refund-not-arrived.js';
import { replyTooSlow } from './texts/reply-too-slow.js';
import { searchOrderUnclear } from './texts/search-order-unclear.js';
import { textTooSmall } from './texts/text-too-small.js';
import { videoStopped } from './texts/video-stopped.js';
import { wrongAddress } from './texts/wrong-address.js';
import { wrongFood } from './texts/wrong-food.js';

/** What always goes wrong a little. None of it may ever look like a recurring problem. */
export const BACKGROUND_CAUSES: readonly CauseTexts[] = [
  ...[lateDelivery, foodArrivedCold, wrongFood, missingItem, wrongAddress, courierNotReachable, refundNotArrived],
  ...[couponRefused, feesNotUnderstandable, searchOrderUnclear, textTooSmall, videoStopped, pointsMissing, replyTooSlow],
  ...[passedAround, loginFailed, packagingSpilled, allergyNoteIgnored, cancelledByRestaurant, courierUnfriendly],
];

/** At least six days between two of one cause: never more than three in any fourteen, far from the five that make a problem. */
const QUIET_DAYS = 6;
const SPREAD_DAYS = 7;

/** All small, steady complaints of the twenty weeks. */
export function backgroundComplaints(): StoryComplaint[] {
  return BACKGROUND_CAUSES.flatMap((texts) => {
    const chance = chanceOf(`background ${texts.cause}`);
    const tell = tellerOf(texts, { mayWithdraw: true });
    return quietDays(chance).map((day) => {
      const occurredAt = momentOn(day, chance);
      return tell(occurredAt, toldAfter(occurredAt, chance));
    });
  });
}

function quietDays(chance: Chance): Day[] {
  const days: Day[] = [];
  for (let last = addDays(STORY.from, -chance.between(1, QUIET_DAYS)); ;) {
    const candidates = Array.from({ length: SPREAD_DAYS }, (_, index) => addDays(last, QUIET_DAYS + index));
    last = chance.weighted(candidates.map((day) => [day, weightOfDay(day)] as const));
    if (last > STORY.to) return days;
    if (last >= STORY.from) days.push(last);
  }
}
