/** The functions that a formula may call, told once: Excel's description of them comes from here. */

import type { AskedKind } from "../../schema/valuesWire.ts";

interface Parameter {
  name: string;
  description: string;
  optional?: true;
}

export interface FormulaFunction {
  id: string;
  asks: AskedKind;
  description: string;
  parameters: readonly Parameter[];
  result: "number" | "string";
}

const code: Parameter = { name: "code", description: "评价对象的编码,如党组织的 12 位编码" };
const period: Parameter = { name: "period", description: "期,如 2014、2014-H1、2014-Q3、2014-09" };
const policy: Parameter = {
  name: "policy",
  description: "办法的编号;同一对象同一期有几个办法的结果时才要写",
  optional: true,
};

export const functions: readonly FormulaFunction[] = [
  {
    id: "STARS",
    asks: "stars",
    description: "某对象某期的星级;0 为不评星",
    parameters: [code, period, policy],
    result: "number",
  },
  {
    id: "SCORE",
    asks: "score",
    description: "某对象某期的得分",
    parameters: [code, period, policy],
    result: "number",
  },
  {
    id: "RANK",
    asks: "rank",
    description: "某对象某期在同类中的名次,最好为 1",
    parameters: [code, period, policy],
    result: "number",
  },
  {
    id: "SUBSIDY",
    asks: "amount",
    description: "某人(或场所、组织)某期的补贴数额,元;不写项目为合计",
    parameters: [
      { name: "person", description: "人员(或场所、组织)的编码" },
      period,
      { name: "item", description: "项目的代码或名称;不写为各项合计", optional: true },
      policy,
    ],
    result: "number",
  },
  {
    id: "WHY",
    asks: "why",
    description: "某对象某期的结果是怎样得出的,一段文字",
    parameters: [code, period, policy],
    result: "string",
  },
];

/** The description that Excel reads: https://learn.microsoft.com/office/dev/add-ins/excel/custom-functions-json */
export const metadata = () => ({
  allowCustomDataForDataTypeAny: false,
  functions: functions.map(({ id, description, parameters, result }) => ({
    id,
    name: id,
    description,
    parameters: parameters.map(({ name, description, optional = false }) => ({
      ...{ name, description, type: "string", dimensionality: "scalar", optional },
    })),
    result: { type: result, dimensionality: "scalar" },
    options: { cancelable: false, stream: false, volatile: false },
  })),
});
