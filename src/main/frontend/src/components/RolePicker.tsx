import type { Role } from "../api/types";
import { useText } from "../i18n/language";

/** Who is to answer in the chat that is about to begin. */
export function RolePicker({ roles, chosen, onChoose }: { roles: readonly Role[]; chosen: string | null; onChoose: (id: string) => void }) {
  const strings = useText();
  if (roles.length === 0) return null;
  const current = chosen ?? roles[0]?.id;
  return (
    <fieldset className="roles">
      <legend className="hidden">{strings.role}</legend>
      {roles.map((role) => (
        <label key={role.id} title={role.prompt.slice(0, 200)}>
          <input type="radio" name="role" value={role.id} checked={role.id === current} onChange={() => onChoose(role.id)} />
          <span dir="auto">
            {role.icon && <span aria-hidden="true">{role.icon}</span>}
            {role.name}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
