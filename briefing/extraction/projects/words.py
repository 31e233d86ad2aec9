"""The words projects are told by: a new wording of the genre is a word in one of these tables, with a test case.

Tables are strings of words separated by white space. `alternation` turns one into a linear regular expression.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefing.model import Stage

# ---- Verbs ---------------------------------------------------------------------------------------------------------
# What a verb says of the project's stage, before the name (新建A、启动B建设) or behind it (A竣工投产). Verbs of the
# neutral table leave the stage to a stronger word of the clause and mean `building` where there is none.

BEFORE: dict[Stage, str] = {
    "reserved": """重点谋划 重点储备 谋划储备 策划储备 储备 谋划 策划 新谋划 新策划 新储备 论证 筹划 筹建 包装 探索打造 探索建设 入库 前期 新谋划储备 谋划推动
        筛选 筛选出 谋划启动 谋划实施 谋划建设 谋划推进 策划包装 谋划布局 规划布局 规划建设 规划 争取 申报""",
    "signed": """重点引进 重点招引 签约 签约落地 新签约 新签约落地 落地 新落地 引进 新引进 引进落地 招引 新招引 招引落地 引入 对接 洽谈 签订 签约引进 在谈 招商引进 引育
        累计签约 累计引进 累计落地 承接 落户 新增签约""",
    "started": """重点启动 重点开工 开工 新开工 开工建设 新开工建设 开建 动工 动工建设 启动 启动建设 启动实施 新建 新建改建 新建改造 新改建 新建改扩建 新改扩建 改扩建 新建共建 新建续建 开工新建
        开工改造 新启动 累计开工 破土动工 着手建设 新上 新增开工 增建 兴建 加建""",
    "completed": """建成 新建成 建成投用 建成投产 建成启用 建成运营 建成投入使用 建成开放 建成通车 完成 竣工 完工 投产 投用 投运 投入使用 投入运营
        落成 交付 启用 完工交付 竣工交付 竣工投产 建成交付 投产达效 通车 新投产 新投用 竣工验收 打通 贯通 累计建成 累计完成 全面建成 开放
        建成并投入使用 建成投运 基本建成 基本完成 建好""",
    "building": """重点推进 重点推动 重点加快 重点抓好 重点实施 重点打造 重点建设 重点保障 建强 做大做强 推进 推动 加快 加速 建设 实施 打造 续建 在建 开工在建 改造 提升 提升改造 改造提升 优化提升 规范提升 提质改造 服务保障
        保障 支持 深化 做好 抓好 抓实 抓紧抓实 用好 办好 完善 改建 扩建 共建 创建 修缮 修复 整治 治理 综合整治 升级 升级改造 更新 布局 配合
        护航 提速 加密 攻坚 聚力攻坚 突破 促进 开发 服务 维修 改善 延伸 拓宽 硬化 铺设 敷设 加强 开展 狠抓 催熟 做优 做强 增设 设置 加装 加快建设
        加快推进 推进建设 新增 修建 修编 组建 抓 继续实施 深度推进 协调推进 配套建设 配套 管护 提质 扩容 培育 建 盘活 扩大 拓展 添置 安装 更换 完善提升 提档升级""",
}
# These name what is at hand without making a project of it: only a clause that says 项目 or 工程 itself is one.
WEAK = """支持 深化 做好 抓好 抓实 用好 办好  配合 布局 促进 服务 改善 拓宽 加强 开展 狠抓 做优 做强  护航 突破 争取 申报 引育 规划 新增
    组建 抓 培育 创建 盘活 扩大 拓展 加密 提质 扩容 开放 入库 前期 更新 升级 安装 添置 更换 管护 修编 配套 开发 更换 承接"""
# Verbs whose work is over when a report looks back, and still to be done when it looks ahead.
DONE_IN_REVIEW = "打造 提升 规范提升 优化提升 提升改造 设置 增设 加装 硬化 修建 安装 铺设 敷设 更换 添置 修缮 维修"

BEHIND: dict[Stage, str] = {
    "reserved": """获批 获批建设 立项 获批立项 列入 纳入  通过评审 通过论证 取得批复 获得核准 获核准 获国家核准 核准 完成城市设计 完成规划设计 完成方案设计
        完成可研 完成立项 取得规划意见批复 前期工作 前期 储备 谋划 策划 完成选址 完成前期 规划编制""",
    "signed": "签约 签约落地 落地 落户 入驻 签订  摘牌 签约落户 落地建设 落地实施 成功签约 进驻 签约入驻",
    "started": "开工 动工 破土动工 启动 奠基 开工建设 启动建设 动工建设 启动实施 全面启动 新开工 进场施工 落地开工 破土",
    "building": """封顶 主体封顶 加快建设 加速建设 推进 加快推进 加速推进 建设 在建 续建 施工 实施 攻坚 提速 进展顺利 进展 推进顺利 有序实施 加快实施 突破性进展 突破
        重大进展 积极进展 阶段性成果 增量突破 稳步推进 有序推进  遗留户清零 征收 征收拆迁 征迁 初具规模 初步成型 基本成型 成势 起势
        主体施工   获得 专项债批复 年度投资 年度投资计划 年度计划投资 年度计划 投资完成率 完成投资 完成年度投资 超额完成 超进度 有力推进 扎实推进 顺利推进 顺利实施 蓬勃兴起""",
    "completed": """收尾 扫尾 竣工 完工 交付 投产 投用 投运 投入使用 投入运营 投入运行 投入营运 建成 落成 启用 开园 开业 开馆 开街 开市 开诊 开放 运营 试运行 试运营 试营业
        营业 通车 通航 通水 通气 通电 并网 并网发电 贯通 完成 圆满完成 收官 达产 达效 投产达效 交付使用 交付运营 竣工投产 竣工投用 竣工验收 建成投用 建成投产
        建成使用 建成运营 建成通车 竣工交付 开园运营 投运 试生产 试投产 完成施工 完成建设 全面建成 顺利完成 全部完成 使用 回迁 招商运营 下闸蓄水 蓄水 首飞 开学 招生 启动运营
         竣工招商 建成启用 建成开园 建成开放 落地运营 稳产 正式启动""",
}
# Behind a name these are verbs only after an adverb (稳步实施) or at the clause's end (…工程建设): they stand in names too.
SOFT_BEHIND = """建设 推进 实施 改造 提升 整治 治理 运营 使用 开放 完成 启动 施工 储备 谋划 策划 引进 征收 征迁 前期 纳入 列入 入选 进展 突破 招商 验收 年度计划
    营业 蓄水 回迁 提速 攻坚 交付 征收拆迁 使用 立项 核准 收尾 招生 达效 落地 入驻 贯通 获批 获得"""
# These behind a name say building, whatever verb stands before it.
HOLDS = """封顶 主体封顶 清零 遗留户清零 征收 征收拆迁 征迁 突破 突破性进展 重大进展 积极进展 进展 增量突破 初具规模 专项债批复 超额完成 超进度"""
# So do these, whatever else stands beside them: the year's part of the work is done, not the work.
INVESTED = "年度投资 年度投资计划 年度计划投资 年度计划 投资完成率 完成投资 完成年度投资 超额完成 超进度"
# Not verbs where these follow: 开工项目, 运营中心, 建设基地.
NOT_BEHIND = "率 库 名单 资质 项目 工程 的 中心 基地 公司 集团 大学 大厦 大道 厂 站 路 用地 单位 类 院 馆 区 园 城 局 银行 兵团 平台 能力 水平 规模 业 型 性 机制 体系 模式"
# Not verbs where these stand before: 陆续建成.
NOT_AFTER = {"续建": "陆 连 继 持"}
# Not verbs where these follow: 保障性住房, 储备粮库, 新材料.
NOT_BEFORE = {
    "保障": "性 房 用房",
    "服务": "中心 业 站 平台 点",
    "储备": "粮 库 土地 人才",
    "建设": "银行 用地",
    "高效": "能 率",
    "联合": "国",
    "高标准": "农田",
    "高质量": "发展",
    "建强": "国",
    "建成": "区黑臭 区绿 区面积",
    "开放": "大学 型",
    "新": "材料 能源 型 时代 兴 一代 一轮 区 城 时",
    "投资": "项目 增长 额 完成",
    "启动": "区建 区开 区基",
    "完成": "率",
    "全域": "土地",
    "规划": "展览",
    "更新": "单元",
    "更换": "电",
    "区级": "项目",
    "建": "筑 邦 材 行 议",
    "改造": "提升工程",
    "提升": "改造工程",
    "集中": "供 式 力量",
    "创新": "中心 园 平台 基地 港 谷 药",
    "要": "素",
    "并": "网",
    "还": "建 迁",
    "系统": "治",
    "抓": "手",
    "快速": "路 公交 通道",
    "稳": "增",
}
# 完成 of these is one step of a project that is still being built, or not yet begun.
PARTIAL: dict[Stage, str] = {
    "building": "征收 拆迁 征迁 征拆 主体 土建 清零 腾退 封顶 基坑 基础施工 房屋征收",
    "reserved": "设计 规划 可研 立项 选址 方案 前期 批复 核准 评审 论证",
}

# ---- Words before verbs, names and counts that say nothing of the project -------------------------------------------
ADVERBS = """全力 全力以赴 加力 加紧 大力 扎实 积极 稳步 有序 高标准 高质量 高水平 高起点 高品质 高效 高效率 成功 圆满 顺利 深入 持续 着力 全面 抓紧 强力
    统筹 统筹推进 合力 聚力 精心 科学 尽快 不断 稳妥 分类 分步 分批 同步 一体 一体化 协同 共同 集中 率先 超前 定向 继续 进一步 切实 认真 加大 力争 确保 争取 力促
    努力 倾力 奋力 强化 规范 优化 系统 按期 如期 提前 正式    即将 陆续 相继 先后 快速 稳定 基本 实现   累计  全年 年内 当年 今年  正在 着手
    年底前 同时 此外 其中 目前 总计 合计 另有 加力实施 坚持 全市 全区 全县 我区 我县 我市 我们 一是 二是 三是 四是 五是 六是 七是 八是 九是 精准 主动
    深度 牢牢 平稳 逐步 稳慎 创新 有效 有力 严格 妥善 全速 全域 全线 常态化 滚动 梯次 分级 分期      以及 年内力争 到年底 投资 区级 累计投入 投入 筹资
    加快速度 全周期 提档 统一 联合 启动实施 共同推进 争取年内 首次 先期  力推 支持推进 支持推动 接续 锚定  进而 超额 高规格 聚势 提标 抢抓 紧盯 抓牢 """
# Single characters are adverbs only right before a verb: names begin with them too.
SHORT_ADVERBS = "均 已 将 又 再 共 正 要 并 还 也 新 稳"
ADVERBS_BEHIND = """正式 顺利 全面 成功 稳步 有序 加快 加速 快速 全部 均 均已 已 已经 即将 陆续 相继 先后 圆满 如期 按期 提前 实现 迎来 主体 主体结构 主干线 主线 全线 基本
    扎实 高效 强力 深入 积极 全力 全速 持续 年内 尽快 早日 实质性 顺利实现 取得 达到 进入 列入 有力 大力 纵深 建成并 建成后 完成 仅用 力争 确保 预计  建设   全省
    稳定 平稳 正 正在 将 年底 年底前 今年 也 又 并 还 一期 二期 三期 主体工程 主楼 首期 整体 双双 高标准 高质量 高起点   火热 如火如荼 蹄疾步稳 满负荷 安全 加紧 加力 当年 当月 次年"""

# ---- Nouns ---------------------------------------------------------------------------------------------------------
# What a project is called by at its end. A name with such a head needs something of its own before it.
FACILITIES = """聚集区 集聚区 先行片区 医院 院区 病房楼 综合楼 门诊楼 教学楼 大楼 学校 中学 小学 幼儿园 学院 大学 校区 附中 附小 初中部 高中部 小学部 分校 中职 职校 公园 游园 湿地 景区 度假区 广场 大厦 中心广场
    产业园 科技园 工业园 物流园 产业园区 科创园 创新园 生态园 示范园 创业园 园区 智造园 智慧园 文化园 物流园区 农业园 加工园 孵化园 汽车城 会客厅 智谷 云谷 硅谷 创谷 智造港 汇智港 智汇港 港区 码头 航道 船闸 机场 航站楼 枢纽
    隧道 大桥 高架 立交 天桥 桥 桥梁 通道 高速 高速公路 高铁 铁路 城际 号线 轨道交通 地铁 快速路 大道 公路 干线 环线 国道 省道 县道 连接线 支线 绕城 南路 北路 东路 西路 中路 路 街 街区 步道 绿道 慢行道 旅游路
    污水处理厂 净水厂 自来水厂 水厂 热电厂 电厂 工厂 厂房 标准厂房 水库 水利枢纽 灌区 变电站 换电站 充电站 泵站 水闸 电站 抽水蓄能 风电 光伏 风电场 储能电站 储能 储气库 生产线 产线 技改 智能工厂 车间
    综合体 酒店 宾馆 商场 百货 天街 购物中心 商业街 商圈 商务区 商贸城 市场 农贸市场 批发市场 交易中心 物流中心 物流港 冷库 粮库 仓库 储备库 物资库 博物馆 图书馆 体育馆 文化馆 美术馆 科技馆 展览馆 纪念馆 游泳馆 剧院
    剧场 书城 体育场 体育中心 文化中心 会展中心 健身中心 活动中心 服务中心 疾控中心 妇幼保健院 卫生院 敬老院 福利院 养老院 康养中心 养老中心 救助中心 保护中心 指挥中心 数据中心 智算中心 算力中心
    创新中心 研发中心 研究中心 加工中心 产业中心 中心 实验室 研究院 研究所 孵化器 加速器 中试线 创新平台   基地 公寓 安置房 保障房 保障用房 安置区 安置小区 安置五区 棚户区 小区 社区 小镇 城中村 地块 片区 单元 商业体
    风貌带 廊道 生态带 景观带 示范带 风光带 示范区 样板区 集聚区 先行区 文化区 高新区 更新区 新城 文化城 总部 美食城 奥特莱斯 电商城 农博园 殡仪馆 陵园 消防站 派出所 停车场 公交首末站 客运站 高铁站 火车站 车站 站房 管廊 管网 供热管网
      驿站 客厅 书房  庄园 牧场 养殖场 渔港 示范方 蓄滞洪区 河湖 水系 水网 防洪堤 堤防 库区 尾矿库 焚烧厂 发电厂 热源厂 气站 加油站 服务区 收费站 互通 出入口 口袋公园 田园综合体 文旅城 影视城 植物园 动物园 森林公园 湿地公园 东站 西站 南站 北站"""
# Works on something that is there: a project only under a verb that does work.
WORKS = """改造  治理 整治 扩建 迁建 改扩建 新建 重建 北延 南延 东延 西延 延长线 延伸 扩能 扩容 扩产能 扩产 产能提升 修复 绿化 亮化 加固 清淤 疏浚 拓宽 更新  入地 供水 供热 供暖 入济
    供水一体化  改线 联网 搬迁 分流 截污 拆除重建 土地整理 土地整治 修缮 硬化 连通 贯通 综合体 技术改造  除险加固 保护提升 保护利用 退城入园 气化 电气化 提升 改造升级 升级改造 提质改造 综合整治 景观提升 养护维修 环境整治 综合治理 生态修复 调蓄 引水 输水 补水 调水 防洪 排涝 供水保障 水资源配置 扩容改造 提标改造 扩建提升 中试"""
# A counted group of these is a portfolio (新建公园7处); of people, companies, events and amounts it is not.
GROUPS = """载体 平台 总部集聚区 集聚区 项目 工程 民生实事 实事 公园 游园 学校 中小学 幼儿园 教育设施 设施 体育场地 场地 体育公园 养老机构 养老服务机构 服务机构 托幼一体机构 托育机构 综合体 卫生室 卫生院 充电桩 充电站 停车场 智慧社区 工作站 服务点 服务站
    道路 街巷 桥梁 隧道 公路 断头路 更新单元 片区 安置房 保障房 公租房 住房 老旧小区 小区   助餐站点 助餐点 食堂 幸福院 示范基地 基地 景观 微景观 积水点 车站 站点 产业园区 产业园 园区 示范方 公厕 卫生间 垃圾分类房 垃圾站 泵站 变电站 水库 塘坝
    农田 大棚 厂房 标准厂房 酒店 商业综合体 医院 门诊部 场馆 广场 驿站 书房 文化中心 服务中心 活动中心 基层公共文化服务中心   银发经济综合体 美丽乡村 示范村 样板村 高速公路 高铁 铁路 航道 码头 大桥 河道 河道综合整治 污水处理厂 处理厂 示范道路 中小河流 水源 管网 村庄 城中村 工厂 智能工厂 车间 数字化车间
    特色街区 街区 商圈 市场 景区 口袋公园 社区公园 古树公园 山体 山体修复 煤矿 抽水蓄能电站 电站 病险水库 地块  山体修复治理 农村幸福院 保障性租赁住房"""
# A list of these needs no head in its items: 美悦云禧、皇冠假日等高端酒店.
NAMED_BY = "酒店 综合体 商业体 片区 城市更新 小区 商圈 公园 大厦 楼宇 地块 道路 高速公路 高铁 铁路 隧道 桥梁 水库 学校 医院 公路 煤矿 电站 机场 街区 园区 征收 征迁 拆迁 征收拆迁 样板村 示范村 美丽乡村 村"
# Areas and platforms are kinds of aims as often as projects: under 打造 only with a name in quotes or a size.
AIMS = "集聚区 聚集区 商务区 示范区 样板区 先行区 先行片区 文化区 基地 园区 产业园区 街区 示范带 市场 商圈 体系 工厂 车间 社区"
# Counted projects of these are no works: 科技攻关项目482个.
NO_GROUP = "攻关 互认 协作 研发 课题 试点 比赛 活动  论文 科研 非遗 培训 体验 演出 赛事 审批 检查 收费 事项"
# No name has these inside: they belong to the sentence.
NOT_INSIDE = "推进 推动 加快 深度参与 一系列 支持 进一步 加大 实现 促进 确保 亿元 万元 进社区 进校园"
# Soft verbs that are the predicate wherever they follow 项目.
AFTER_PROJECT = "列入 纳入 落地 完成 启动 交付 贯通 开放 使用 获批 开工 获得"
# No name begins so.
NO_NAME = """动态 提高 打好 充实 融入 攻克 突出 丰富 拓展 加快 推动 推进 优化 完善 深化 集中 影响 参与 提供 具有 解决 破解 保持 增强 提档 一批 一系列 若干 部分 更多 做到 达到 全面 强化 加强 加大 抓好 抓 可 不 与 和 及 将 有 盯引  发展 发行 设立 收购 承担 部署 安排 向 支持 争取 用于 鼓励 引导 累计 """
# What follows 项目 in these is no work: 项目确权, 项目评审.
NO_WORK = "确权 颁证 评审 审计 管理 专班 机制 服务 策划库 储备库"
# Left over after its head, a name of only these is a kind of project and not a project.
GENERIC = """公共 重点 重大 重要 产业 产业链 产业类 特色 专业 民生 民生保障 民生类 基础设施  公共服务 服务 配套 市政 农村 城市 城乡 乡村 一批 各类 各级 多个 若干 系列 优质 高端 现代 高品质 高能级 标志性 引领性 战略性 支撑 新 老
    国家级 省级 市级 区级 县级 省市 省 市 区 县 全市 全区 全县 政府投资 社会 民间 投资 建设 开工 新开工 续建 在建 储备 新建 竣工 签约 落地 招商 招引
          房地产 制造业 新兴 未来 传统 优势 主导 专项债 专项债券 城市更新 城中村改造 旧改 保障性 历史遗留 补短板 强基础 打基础 利长远 管根本 大 小 好 高 双百 亿元以上 过亿元 外资 内资 技改 类 型 链 式 等 的 个  及 与 、 “ ”
    载体 平台 园区 片区 社区 小区 项目 工程 道路 街区   基地  商圈 特色产业 公益 示范 试点 国有 民营 央企 企业 上级 下级 更多 这些 有关 相关 各项 一大批 两个 三大 全部 所有 前期 拟建 投产 达产 战略 绿色 低碳 高质量 发展 科创 节能 住宅楼 群众性 就近 老旧片区 低效 厂区 历史文化街区 城中村 高层次 各级各类 乡镇 镇 行业 降碳 流域 区域 水生态 生态环境 保护 通用 新一轮 “两重” 两重 “两新” 两新 超长期特别国债 中央预算内投资 市场主体"""
# Enough of its own for a head of three characters and more: 区疾控中心.
OF_THE_AREA = "区 县 市 省 区级 县级 市级 省级 新 老 城区 县城 城市"
# Before 项目 and 工程 these are kinds too: 教育项目.
SECTORS = """体育 文化 旅游 文旅 教育 医疗 卫生 养老 托育 交通 水利 能源 生态 环保 数字 科技 创新 商业 商贸 物流 金融 工业 农业 服务业 会展 人才 产业化 科研 基金 招商 改革 惠民"""
# A name that is one of these whole is a field of the economy, however it is listed (新材料等产业项目).
FIELDS = """新一代信息技术 先进材料 新材料 新能源 高端装备 生物医药 智能制造 医养健康 医疗健康 大健康 数字经济 现代物流 现代金融 高端商务 人工智能 集成电路 半导体 电子信息 装备制造 先进制造 绿色低碳 节能环保 文化旅游 现代农业 人才公寓
    基础设施 公共服务 城市建设 产业发展 民生保障 民生改善 社会事业 乡村振兴 生态环保 科技创新 商业 酒店 教育 体育 医疗 卫生 养老 托育 交通 水利 能源 电力 市政 公园 学校 管网 道路 停车场 城市更新 产业 工业 商贸 物流 金融 旅游 文化 保障性住房 城中村改造 数据中心 5G基站 充电桩 5G 新基建 大数据中心 工业互联网 “一带一路” “两重” “两新” 全国统一大市场 中央预算内投资 新型政策性金融工具 双千兆网络 超长期特别国债 专项债券 设备更新 以旧换新"""
# 工程 of these is a campaign and not a work: 人才安居工程.
CAMPAIGNS = """人才 企业 品牌 素质 培育 跃升 关爱 安居 惠民 强农 教育 名师 名医 育人 招商 培训 就业 创业 帮扶 救助 文明 党建 质量 能力 服务 梯队 领航 暖心 倍增 行动 下乡 环境 品质 数字化 赋能 强基 民心 智慧化 名企 名品 康复 护理 铸魂 润心"""
# In what is left of a name these say that it is no thing that is built.
ABSTRACT = """能力 水平 品质 质量 体系 机制 制度 行动 活动 工作 政策 品牌 改革 营商环境 经济 企业 人才 队伍 模式 规划 方案 标准 消费 业态 形象 面貌 作风 思想 教育质量 增长 转型 竞争力 效能 效率 意识 素质 氛围 格局 链条 集群 优势 产业链 创新力 规模 主体 收入 政务 执法 监管 监督 审批 法治 党建 宣传
    共享 融合 合作 协同 数字化 智能化 高端化 绿色化 一体推进 发展 战略 优化 群众 干部 问题 难题 矛盾 风险 隐患 安全 秩序 责任 任务 目标 信用 文明 精神 理念 传统 习惯 指标 比重 结构 动能 活力 潜力 后劲 支撑 保障 服务业 制造业 农业 工业 产业 高地 样板 标杆 名片 引擎 增长极 生态圈 朋友圈 生活圈 健身圈 就医圈 用地 效益 效能 适老化 无障碍 统一大市场"""
# A clause that begins with one of these looks at what is there, or at how things are done.
PASSED_OVER = """围绕 聚焦 依托 瞄准 立足 紧扣 按照 通过 借助 针对 面向 锚定 以 为 把 让 使 由 从 在 对 凭借 随着 根据 结合 发挥 充分发挥 利用 落实 坚持 贯彻 严格 学习 举办 召开 组织 举行 承办 获评 荣获 获 被 入选 认定 评为 出台 制定 印发 编制 健全 建立 建立健全 完善 帮助 助力 引导 鼓励 动员 激发
    培育 举行 宣传 推广 开通 受理 办理 办结 发放 拨付 救助 惠及 吸引 招聘 培训 查处 打击 整改 化解 排查 严控 压减 盘活 清理 拆除 淘汰 关停 退出"""

STAGE_OF_GROUP: dict[Stage, str] = {  # 80个续建项目
    "reserved": "储备 谋划 策划 拟建 前期",
    "signed": "签约 落地 招引 引进 对接 洽谈 招商",
    "started": "新开工 新建 开工",
    "building": "续建 在建",
    "completed": "竣工 投产 完工 建成 交付",
}
MEASURE_WORDS = "个 处 家 所 座 条 件 项 套 部 片 台 类 宗 根 间 张 辆 块 栋 幢 户 口 眼 对 批 大"
# Counted so, a number is the size of the work and not a group of projects.
SIZES = "栋 幢 户 间 张 辆 口 眼 块 宗 类 批 根 "


def words(table: str) -> tuple[str, ...]:
    """The words of a table, the longest first, each once."""
    return tuple(sorted(dict.fromkeys(table.split()), key=lambda word: (-len(word), word)))


def not_followed(table: dict[str, str]) -> str:
    """A look-around: none of the table's words followed by one of its own."""
    return "".join(f"(?!(?<={re.escape(word)}){alternation(followers)})" for word, followers in table.items())


def not_preceded(table: dict[str, str]) -> str:
    """A look-around: none of the table's words right behind one of its own (single characters)."""
    return "".join(f"(?:(?<![{''.join(before.split())}])|(?!{re.escape(word)}))" for word, before in table.items())


def alternation(table: str | Iterable[str]) -> str:
    """A regular expression for any one word of the table, the longest possible first: linear, as no word is optional."""
    listed = words(table) if isinstance(table, str) else words(" ".join(table))
    return "(?:" + "|".join(map(re.escape, listed)) + ")"
