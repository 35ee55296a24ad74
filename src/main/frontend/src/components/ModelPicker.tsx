import type { Provider } from "../api/types";
import { useText } from "../i18n/language";

export interface Choice {
  provider: string;
  model: string;
}

interface Props {
  providers: readonly Provider[];
  choice: Choice | null;
  disabled: boolean;
  onChoose: (choice: Choice) => void;
}

const SEPARATOR = "\n";

/** All models of all providers in one list. */
export function ModelPicker({ providers, choice, disabled, onChoose }: Props) {
  const strings = useText();
  if (providers.length === 0 || choice === null) return null;
  return (
    <select
      className="model"
      aria-label={strings.model}
      value={`${choice.provider}${SEPARATOR}${choice.model}`}
      disabled={disabled}
      onChange={(event) => {
        const [provider = "", model = ""] = event.target.value.split(SEPARATOR);
        onChoose({ provider, model });
      }}
    >
      {providers.map((provider) => (
        <optgroup key={provider.id} label={provider.demo ? `${provider.name} (${strings.demo})` : provider.name} disabled={!provider.usable}>
          {modelsOf(provider, choice).map((model) => (
            <option key={model} value={`${provider.id}${SEPARATOR}${model}`}>
              {model}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}

/** Also the model in use where the provider does not list it (any more). */
function modelsOf(provider: Provider, choice: Choice): string[] {
  const models = new Set(provider.models);
  if (provider.defaultModel) models.add(provider.defaultModel);
  if (provider.id === choice.provider) models.add(choice.model);
  return [...models];
}

/** What was chosen for this session, else what was chosen last, else the first provider's own default. */
export function choiceFor(providers: readonly Provider[], ...wishes: (Partial<Choice> | null)[]): Choice | null {
  const usable = providers.filter((each) => each.usable);
  for (const wish of wishes) {
    const provider = usable.find((each) => each.id === wish?.provider);
    const model = wish?.model ?? provider?.defaultModel ?? provider?.models[0];
    if (provider && model) return { provider: provider.id, model };
  }
  const first = usable[0];
  const model = first?.defaultModel ?? first?.models[0];
  return first && model ? { provider: first.id, model } : null;
}
