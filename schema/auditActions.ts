/** What a line of the audit can tell of: a closed list, each with the words that an auditor reads. */

export const auditActions = {
  "sheet.push": "提交",
  "push.undo": "撤销提交",
  "personal.compare": "提交的号码与已有的重复(提交人看不到号码)",
  "policy.draft": "起草办法",
  "policy.activate": "启用办法",
  "policy.simulate": "试算",
  "round.open": "开批次",
  "round.compute": "运算",
  "round.finalise": "审定",
  "submission.submit": "上报",
  "submission.return": "退回报送",
  "submission.accept": "审核报送",
  "submission.lock": "锁定报送",
  "session.create": "登录",
  "session.revoke": "退出",
  "password.change": "修改密码",
  "password.reset": "凭一次性码设置密码",
  "code.create": "开一次性码",
  "key.create": "开接口密钥",
  "credential.revoke": "收回凭证",
  "job.run": "运行作业",
  "records.remove": "清理过期记录",
  "library.load": "载入资料库",
  "demo.load": "载入演示数据",
} as const satisfies Record<string, string>;
export type AuditAction = keyof typeof auditActions;
