import type { Siblings } from "../api/types";
import { useText } from "../i18n/language";
import { Icon } from "./Icon";

interface Props {
  siblings: Siblings;
  disabled: boolean;
  onStep: (messageId: string, direction: Direction) => void;
}

export type Direction = "previous" | "next";

/** Steps through the branches that begin here. */
export function BranchStepper({ siblings, disabled, onStep }: Props) {
  const strings = useText();
  const { index, count, previous, next } = siblings;
  return (
    <span className="branches" role="group" aria-label={strings.branches}>
      <button type="button" className="quiet" data-step="previous" aria-label={strings.previousBranch} disabled={disabled || previous === undefined} onClick={() => previous && onStep(previous, "previous")}>
        <Icon name="left" />
      </button>
      <span aria-label={strings.branchOf(index, count)}>{`${index}/${count}`}</span>
      <button type="button" className="quiet" data-step="next" aria-label={strings.nextBranch} disabled={disabled || next === undefined} onClick={() => next && onStep(next, "next")}>
        <Icon name="right" />
      </button>
    </span>
  );
}
