// Made from grammar/parser.ts by `npm run generate`.
import type { CstNode, IToken } from "chevrotain";

export interface FileCstNode extends CstNode {
  name: "file";
  children: FileCstChildren;
}

export type FileCstChildren = {
  item?: ItemCstNode[];
  EOF: IToken[];
};

export interface ItemCstNode extends CstNode {
  name: "item";
  children: ItemCstChildren;
}

export type ItemCstChildren = {
  use?: UseCstNode[];
  task?: TaskCstNode[];
  param?: ParamCstNode[];
  def?: DefCstNode[];
  minimize?: MinimizeCstNode[];
  schedule?: ScheduleCstNode[];
};

export interface UseCstNode extends CstNode {
  name: "use";
  children: UseCstChildren;
}

export type UseCstChildren = {
  Use: IToken[];
  Quoted: IToken[];
};

export interface TaskCstNode extends CstNode {
  name: "task";
  children: TaskCstChildren;
}

export type TaskCstChildren = {
  Task: IToken[];
  LCurly: IToken[];
  entry?: EntryCstNode[];
  RCurly: IToken[];
};

export interface EntryCstNode extends CstNode {
  name: "entry";
  children: EntryCstChildren;
}

export type EntryCstChildren = {
  Name: IToken[];
  Colon?: IToken[];
  Equals?: IToken[];
  literal: (LiteralCstNode)[];
  Comma?: (IToken)[];
};

export interface ParamCstNode extends CstNode {
  name: "param";
  children: ParamCstChildren;
}

export type ParamCstChildren = {
  Param: IToken[];
  Name: IToken[];
  Equals: IToken[];
  literal: LiteralCstNode[];
};

export interface DefCstNode extends CstNode {
  name: "def";
  children: DefCstChildren;
}

export type DefCstChildren = {
  Def: IToken[];
  Name: IToken[];
  parameters?: ParametersCstNode[];
  Equals: IToken[];
  schedule: ScheduleCstNode[];
};

export interface ParametersCstNode extends CstNode {
  name: "parameters";
  children: ParametersCstChildren;
}

export type ParametersCstChildren = {
  LParen: IToken[];
  parameter?: (ParameterCstNode)[];
  Comma?: (IToken)[];
  RParen: IToken[];
};

export interface ParameterCstNode extends CstNode {
  name: "parameter";
  children: ParameterCstChildren;
}

export type ParameterCstChildren = {
  Name: IToken[];
  Equals?: IToken[];
  Colon?: IToken[];
  literal: LiteralCstNode[];
};

export interface MinimizeCstNode extends CstNode {
  name: "minimize";
  children: MinimizeCstChildren;
}

export type MinimizeCstChildren = {
  Minimize: IToken[];
  schedule: ScheduleCstNode[];
};

export interface ScheduleCstNode extends CstNode {
  name: "schedule";
  children: ScheduleCstChildren;
}

export type ScheduleCstChildren = {
  sum: SumCstNode[];
  phase?: PhaseCstNode[];
};

export interface PhaseCstNode extends CstNode {
  name: "phase";
  children: PhaseCstChildren;
}

export type PhaseCstChildren = {
  Then: IToken[];
  At?: IToken[];
  when?: (WhenCstNode)[];
  sum: SumCstNode[];
};

export interface WhenCstNode extends CstNode {
  name: "when";
  children: WhenCstChildren;
}

export type WhenCstChildren = {
  trigger?: TriggerCstNode[];
  moment?: (MomentCstNode)[];
  DotDot?: IToken[];
  Ease?: IToken[];
};

export interface TriggerCstNode extends CstNode {
  name: "trigger";
  children: TriggerCstChildren;
}

export type TriggerCstChildren = {
  Name: IToken[];
  arguments: ArgumentsCstNode[];
};

export interface MomentCstNode extends CstNode {
  name: "moment";
  children: MomentCstChildren;
}

export type MomentCstChildren = {
  Epoch?: IToken[];
  Step?: IToken[];
  Percent?: IToken[];
  Numeral?: IToken[];
  Name?: IToken[];
  offset?: OffsetCstNode[];
};

export interface OffsetCstNode extends CstNode {
  name: "offset";
  children: OffsetCstChildren;
}

export type OffsetCstChildren = {
  Plus?: IToken[];
  Minus?: IToken[];
  Numeral: IToken[];
};

export interface SumCstNode extends CstNode {
  name: "sum";
  children: SumCstChildren;
}

export type SumCstChildren = {
  product: ProductCstNode[];
  addend?: AddendCstNode[];
};

export interface AddendCstNode extends CstNode {
  name: "addend";
  children: AddendCstChildren;
}

export type AddendCstChildren = {
  Plus?: IToken[];
  Minus?: IToken[];
  product: ProductCstNode[];
};

export interface ProductCstNode extends CstNode {
  name: "product";
  children: ProductCstChildren;
}

export type ProductCstChildren = {
  Numeral?: IToken[];
  Star?: IToken[];
  unary: UnaryCstNode[];
  factor?: FactorCstNode[];
};

export interface FactorCstNode extends CstNode {
  name: "factor";
  children: FactorCstChildren;
}

export type FactorCstChildren = {
  Star?: IToken[];
  unary?: (UnaryCstNode)[];
  Slash?: IToken[];
  selected?: SelectedCstNode[];
};

export interface UnaryCstNode extends CstNode {
  name: "unary";
  children: UnaryCstChildren;
}

export type UnaryCstChildren = {
  Minus?: IToken[];
  selected: SelectedCstNode[];
};

export interface SelectedCstNode extends CstNode {
  name: "selected";
  children: SelectedCstChildren;
}

export type SelectedCstChildren = {
  primary: PrimaryCstNode[];
  selection?: SelectionCstNode[];
};

export interface SelectionCstNode extends CstNode {
  name: "selection";
  children: SelectionCstChildren;
}

export type SelectionCstChildren = {
  classes?: ClassesCstNode[];
  On?: IToken[];
  Name?: (IToken)[];
  Where?: IToken[];
};

export interface PrimaryCstNode extends CstNode {
  name: "primary";
  children: PrimaryCstChildren;
}

export type PrimaryCstChildren = {
  Numeral?: IToken[];
  Name?: IToken[];
  classes?: ClassesCstNode[];
  arguments?: ArgumentsCstNode[];
  LParen?: IToken[];
  schedule?: ScheduleCstNode[];
  RParen?: IToken[];
};

export interface ClassesCstNode extends CstNode {
  name: "classes";
  children: ClassesCstChildren;
}

export type ClassesCstChildren = {
  LSquare: IToken[];
  Bang?: IToken[];
  class: (ClassCstNode)[];
  Comma?: (IToken)[];
  RSquare: IToken[];
};

export interface ClassCstNode extends CstNode {
  name: "class";
  children: ClassCstChildren;
}

export type ClassCstChildren = {
  Name?: IToken[];
  Numeral?: (IToken)[];
  DotDot?: IToken[];
};

export interface ArgumentsCstNode extends CstNode {
  name: "arguments";
  children: ArgumentsCstChildren;
}

export type ArgumentsCstChildren = {
  LParen: IToken[];
  argument?: (ArgumentCstNode)[];
  Comma?: (IToken)[];
  RParen: IToken[];
};

export interface ArgumentCstNode extends CstNode {
  name: "argument";
  children: ArgumentCstChildren;
}

export type ArgumentCstChildren = {
  Name?: IToken[];
  Equals?: IToken[];
  Colon?: IToken[];
  value: ValueCstNode[];
};

export interface ValueCstNode extends CstNode {
  name: "value";
  children: ValueCstChildren;
}

export type ValueCstChildren = {
  Numeral?: IToken[];
  Quoted?: IToken[];
  Truth?: IToken[];
  Dimension?: IToken[];
  Ease?: IToken[];
  list?: ListCstNode[];
  time?: TimeCstNode[];
  schedule?: ScheduleCstNode[];
};

export interface LiteralCstNode extends CstNode {
  name: "literal";
  children: LiteralCstChildren;
}

export type LiteralCstChildren = {
  Quoted?: IToken[];
  Truth?: IToken[];
  Dimension?: IToken[];
  Ease?: IToken[];
  list?: ListCstNode[];
  time?: TimeCstNode[];
  sum?: SumCstNode[];
  Minus?: IToken[];
  Numeral?: IToken[];
  Name?: IToken[];
};

export interface ListCstNode extends CstNode {
  name: "list";
  children: ListCstChildren;
}

export type ListCstChildren = {
  LSquare: IToken[];
  literal?: (LiteralCstNode)[];
  Comma?: (IToken)[];
  RSquare: IToken[];
};

export interface TimeCstNode extends CstNode {
  name: "time";
  children: TimeCstChildren;
}

export type TimeCstChildren = {
  moment: (MomentCstNode)[];
  DotDot?: IToken[];
};
