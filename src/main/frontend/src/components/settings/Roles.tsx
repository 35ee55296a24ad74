import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client";
import type { Role, RoleDraft } from "../../api/types";
import { useText } from "../../i18n/language";
import { tellFailure } from "../../settings/attempt";
import { Icon } from "../Icon";
import { ROLES, useRoles } from "../useRoles";

/** The roles there are, and the user's own to make and change; nothing where the server knows no roles. */
export function Roles() {
  const strings = useText();
  const roles = useRoles();
  const client = useQueryClient();
  const [edited, setEdited] = useState<Role | "new" | null>(null);
  const again = () => client.invalidateQueries({ queryKey: [ROLES] });
  const failed = (e: Error) => tellFailure(strings, strings.saveFailed, e);
  const remove = useMutation({ mutationFn: (id: string) => api.removeRole(id), onSuccess: again, onError: failed });
  const save = useMutation({
    mutationFn: (draft: RoleDraft) => api.saveRole(edited === "new" || edited === null ? null : edited.id, draft),
    onSuccess: () => {
      setEdited(null);
      return again();
    },
    onError: failed,
  });
  if (roles === null) return null;
  return (
    <section>
      <h3>{strings.roles}</h3>
      <p className="fine">{strings.rolesExplained}</p>
      <ul className="role-list">
        {roles.map((role) => (
          <li key={role.id}>
            <span dir="auto">
              {role.icon} {role.name}
            </span>
            {role.builtIn ? (
              <span className="fine">{strings.builtIn}</span>
            ) : (
              <>
                <button type="button" className="icon-button" aria-label={strings.editRole(role.name)} onClick={() => setEdited(role)}>
                  <Icon name="pencil" />
                </button>
                <button type="button" className="icon-button" aria-label={strings.deleteRole(role.name)} onClick={() => remove.mutate(role.id)}>
                  <Icon name="bin" />
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
      {edited === null ? (
        <button type="button" onClick={() => setEdited("new")}>
          <Icon name="plus" /> {strings.newRole}
        </button>
      ) : (
        <RoleForm key={edited === "new" ? "" : edited.id} role={edited === "new" ? null : edited} saving={save.isPending} onSave={save.mutate} onCancel={() => setEdited(null)} />
      )}
    </section>
  );
}

interface FormProps {
  role: Role | null;
  saving: boolean;
  onSave: (draft: RoleDraft) => void;
  onCancel: () => void;
}

function RoleForm({ role, saving, onSave, onCancel }: FormProps) {
  const strings = useText();
  const [name, setName] = useState(role?.name ?? "");
  const [icon, setIcon] = useState(role?.icon ?? "");
  const [prompt, setPrompt] = useState(role?.prompt ?? "");
  return (
    <form
      className="role-form"
      onSubmit={(event) => {
        event.preventDefault();
        onSave({
          name: name.trim(),
          prompt: prompt.trim(),
          ...(icon.trim() ? { icon: icon.trim() } : {}),
          ...(role?.model ? { model: role.model } : {}),
          ...(role?.temperature !== undefined ? { temperature: role.temperature } : {}),
        });
      }}
    >
      <div className="fields">
        <label>
          <span>{strings.roleName}</span>
          <input value={name} required maxLength={100} dir="auto" onChange={(event) => setName(event.target.value)} />
        </label>
        <label className="narrow">
          <span>{strings.roleIcon}</span>
          <input value={icon} maxLength={8} placeholder="🧭" onChange={(event) => setIcon(event.target.value)} />
        </label>
      </div>
      <label>
        <span>{strings.rolePrompt}</span>
        <textarea value={prompt} required rows={4} maxLength={32_000} dir="auto" onChange={(event) => setPrompt(event.target.value)} />
      </label>
      <div className="actions">
        <button type="button" onClick={onCancel}>{strings.cancel}</button>
        <button type="submit" className="primary" disabled={saving || name.trim() === "" || prompt.trim() === ""}>{strings.save}</button>
      </div>
    </form>
  );
}
