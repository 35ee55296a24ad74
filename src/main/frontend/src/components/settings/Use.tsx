import { use } from "react";
import { LANGUAGES, LanguageContext, useText } from "../../i18n/language";
import { nameOf, useMe } from "../useMe";

/** Who is signed in, what they may do and what they have done of it. */
export function Use() {
  const strings = useText();
  const [language] = use(LanguageContext);
  const me = useMe();
  if (!me) return null;
  const number = new Intl.NumberFormat(LANGUAGES[language].tag);
  const { limits, use: used } = me;
  const perDay = limits?.tokensPerDay;
  const today = used?.tokensToday;
  const name = nameOf(me, strings);
  return (
    <section>
      <h3>{strings.use}</h3>
      <p className="fine">{strings.signedInAs(me.email ? `${name} (${me.email})` : name)}</p>
      <dl className="facts">
        {today !== undefined && (
          <div>
            <dt>{strings.tokensToday}</dt>
            <dd>
              {perDay === undefined ? number.format(today) : strings.tokensOf(number.format(today), number.format(perDay))}
              {perDay !== undefined && <meter min={0} max={perDay} high={perDay * 0.9} value={Math.min(today, perDay)} aria-label={strings.tokensToday} />}
            </dd>
          </div>
        )}
        {limits?.sendsPerMinute !== undefined && (
          <div>
            <dt>{strings.perMinute}</dt>
            <dd>{number.format(limits.sendsPerMinute)}</dd>
          </div>
        )}
        {limits?.concurrent !== undefined && (
          <div>
            <dt>{strings.concurrent}</dt>
            <dd>{number.format(limits.concurrent)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
