"""The words that projects are told by: a new wording of the genre is a word in one of these tables, with a test case.

Tables are strings of words separated by white space; those of many words are the files of lists/projects.
"""

from __future__ import annotations

from briefing.amounts import Bound
from briefing.extraction.wordlists import rows, table
from briefing.model import STAGES, Stage

# ---- Verbs ----------------------------------------------------------------------------------------------------------
BEFORE: dict[Stage, str] = {stage: table(f"projects/before_{stage}") for stage in STAGES}
WEAK = table("projects/weak")
# What these take on is told by its count alone: 列入省重点项目36宗.
COUNTED_ONLY = "获批 获批建设 获批设立 列入 纳入 承担 承建"
# … but with 建设 behind the names these say that it is built: 支持某产业城建设.
WEAK_BUT_BUILT = "支持 服务 配合 促进 护航 做好 抓 抓好 抓实 狠抓 办好 开展 布局 组建 规划"
# Verbs whose work is over when a report looks back, and still to be done when it looks ahead.
DONE_IN_REVIEW = "架设 翻修 打造 增配 提升 规范提升 优化提升 提升改造 设置 增设 加装 硬化 修建 安装 铺设 敷设 更换 添置 修缮 维修"
# … and so of what is counted: 改造老旧小区23个.
COUNTED_DONE_IN_REVIEW = (
    "重建 拆除重建 翻建 迁建 改造 改建 扩建 改扩建 整治 综合整治 治理 修复 改造提升 除险加固 清淤"
)
# What 新增 counts is work only where it is one of these: 新增停车位1200个, but not 新增平台8个.
ADDED = "停车位 车位 停车泊位 泊位 停车场 口袋公园 公园 游园 公厕 厕所 保障性租赁住房 公租房 充电桩 充电站 充电设施"
NOT_BEFORE = rows("projects/not_before")

BEHIND: dict[Stage, str] = {stage: table(f"projects/behind_{stage}") for stage in STAGES}
SOFT_BEHIND = table("projects/soft_behind")
# … and these of them wherever they follow the word 项目 (…项目获得批复), the second table a building too (…高铁纳入规划).
AFTER_PROJECT = "入驻 进驻 入库 列入 纳入 入选 贯通 交付 落地 完成 启动 开放 使用 获批 获得"
AFTER_FACILITY = "列入 纳入 贯通 交付 落地"
# These behind a name say building, whatever verb stands before it.
HOLDS = "结顶 主体结顶 封顶 主体封顶 合龙 成功合龙 始发 盾构始发 拉开 遗留户清零 突破 突破性进展 重大进展 积极进展 进展 增量突破 初具规模 专项债批复"
# … and 获批 of money says so too: the project is under way or about to be.
GRANTED = "获批 获得 获"
GRANTS = "资金 专项债 债券 国债 补助 预算内投资 额度 亿元 万元"
# So do these, whatever stands beside them: what is done is the year's part, not the work.
INVESTED = (
    "年度投资 年度投资计划 年度计划投资 年度计划 投资完成率 完成投资 完成年度投资 超额完成 超进度"
)
STEPS_BEFORE = table("projects/steps_before")
STEP_ENDS = "办理 进程 步伐 工作 准备 任务 手续 进度 报告 方案 编制 审批 批复 阶段 程序 协议 签约"
PARTS = table("projects/parts")
# … and these where the project's name stands before them: 城中村改造项目安置房顺利开工.
PARTS_BEHIND_NAMES = "安置房 管道 设备安装 主楼 路基 桥墩 盾构 首批 配套设施 附属设施"
PARTS_OF_ONE = table("projects/parts_of_one")
# What follows a project's name and gives its size: …工程总占地2万平方米.
MEASURED = "总投资 计划投资 概算投资 估算投资 投资 总占地 占地 总建筑面积 建筑面积 总用地 规划面积 全长 总长 路线全长 建设规模 总规模"
# Said between the name and 建成, 通车 …: it is not yet so.
ALMOST = "准备 即将 有望 具备 接近 基本具备 临近 亟待 亟需 有待 尚待"
# Verbs that begin another work behind a 、: 实施某工程、开展某改造.
CHAINED = "新签约 新投产 新竣工 新引进 筹建 落地 招引 投用 新开工 开工 续建 竣工 复工 签约 储备 新建 改建 扩建 开展 实施 完成 启动 建设 建成 开工建设 推进 加快 谋划 打造 新增 提升 修建 安装 铺设 引进 改造 整治"
# Verbs that a count of its own may have: 26个项目开工、18个项目竣工.
PARTED = "完成 开工 新开工 开工建设 集中开工 竣工 竣工投产 投产 投产达效 完工 建成 投用 落地 签约 封顶 交付 复工 开复工 动工 通车 启动 启动建设"
STEPS_NOW = table("projects/steps_now")
WORKS_NOW = table("projects/works_now")
# … how, and what is done of it.
HOW_DONE = "目前 现 已经 已 均 都 全部 全面 基本 正在 正 按计划 按程序 有序 加快 抓紧 加紧 全力 积极 稳步 同步 陆续 顺利 继续 实现 初步"
# What a clause of its subject may begin with.
SAYS = "进展 进度 受 获 被 列为 取得 初具 得到 达到 进入 处于 实行 采取 高位 形象进度 总体 整体 主体 入驻 安装 完成"
DO = "筹备 完成 办理 进行 开展 编制 履行 组织 推进 实施 启动 处于 进入 取得 通过 落实 签订 准备 达"
NOT_BEHIND = table("projects/not_behind")
# Verbs only where one of these follows: 入选省重点项目, but not 入选百强.
NEEDS_BEHIND = {
    "入选": "项目 工程 名单 清单",
    "纳入": "规划 计划 项目 清单 名单 库 盘子 “",
    "列入": "规划 计划 项目 清单 名单 库 盘子 “",
}
# No verbs right behind these characters: 陆续建成.
NOT_AFTER = {
    "复工": "修",
    "建成": "创",
    "建成开放": "创",
    "续建": "陆连继持个项条座处家所的",
    "在建": "个项条座处家所的",
}

# ---- Words around verbs that say nothing of a project ---------------------------------------------------------------
ADVERBS = table("projects/adverbs")
# These are adverbs only right before a verb: names begin with them too.
SHORT_ADVERBS = "协调 主要 东部 西部 南部 北部 中部 市区 城区 主城区 中心城区 县城 农村 均 已 将 又 再 共 正 要 并 还 也 新 稳 示范 精准 创新 系统 集中 联合 统一 深度"
ADVERBS_BEHIND = table("projects/adverbs_behind")

# ---- Nouns ----------------------------------------------------------------------------------------------------------
FACILITIES = table("projects/facilities")
WORKS = table("projects/works")
# Areas and halls are aims as often as projects: under 打造 only with a name in quotes.
AIMS = "集聚区 聚集区 商务区 示范区 样板区 先行区 先行片区 文化区 基地 园区 产业园区 街区 示范带 市场 商圈 工厂 车间 社区"
# … and never where the name says that it is a policy: 交通强国示范区.
POLICIES = "改革 转型 发展 开放 强国 强省 强市 强县 强区 中国 宜居 知识产权 文明 经济 信用 法治"
GROUPS = table("projects/groups")
PLACES = table("projects/places")
PLACE_MEASURES = "处 座 口 条 所 个 套 部 片"
NO_PLACES = table("projects/no_places")
# Counted projects of these are no works: 科技攻关项目482个.
NO_GROUP = "一事一议 健身项目 专利 授权 成果 科技重大 科技创新 科技新 科技兴 科技型 补助 境外 直接投资 新技术 采购 科技计划 评价 名录 非税 审计 绩效 遗产 接入 加入 信贷 担保 多能互补 多链协同 攻关 研发 科研 课题 论文 互认 协作 评审 比赛 赛事 活动项目 演出 体验 培训 非遗 审批 检查 收费"
NAMED_BY = table("projects/named_by")
NAMED_WITH = table("projects/named_with")
# What a list of such projects names are fields and firms: 研发、制造等领域项目.
NO_LIST = "引入 业态 领域 企业 机构 行业 品牌 政策 资金 方面 措施"
# What bounds a count, before it and behind it.
BOUNDS_BEFORE: dict[Bound, str] = {
    "min": "不少于 不低于 超过 突破 超 至少 逾",
    "approx": "近 约 大约",
    "max": "不超过 不高于",
}
BOUNDS_BEHIND: dict[Bound, str] = {"min": "以上", "approx": "余 多 左右 上下", "max": "以内"}
STAGE_OF_GROUP: dict[Stage, str] = {  # 80个续建项目, where no verb tells
    "reserved": "未开工 待开工 待批 待建 洽谈 对接 储备 谋划 策划 拟建 预备 意向 在谈",
    "preparing": "前期 可研",
    "signed": "新签 签约 履约 落地 招引 引进 招商",
    "started": "新开工 新建 开工",
    "building": "续建 在建",
    "completed": "竣工 投产 完工 建成 交付",
}
MEASURE_WORDS = (
    "县 镇 校 村 个 处 家 所 座 条 件 项 套 部 片 台 大 类 宗 根 间 张 辆 块 栋 幢 户 口 眼 对 批"
)
# Works counted by the households they are done for: 改造棚户区4.7万户, 无害化卫生厕所531户.
HOUSEHOLD_WORKS = "厕所 卫生厕所 户厕 旱厕 改厕 农房 危房 危旧房 危房改造 气代煤 煤改气 煤改电 清洁取暖 棚户区 城中村 老旧小区"
# Counted so, a number is the size of the work and not a group of projects.
SIZES = "栋 幢 户 间 张 辆 眼 块 宗 类 批 根"

# ---- What is no project's name --------------------------------------------------------------------------------------
GENERIC = table("projects/generic")
SECTORS = table("projects/sectors")
KIND_WORDS = table("projects/kind_words")
# Single characters between them.
KIND_GLUE = "新 大 小 老 旧 好 强 的 和 与 及 、 等 级 型 类 化 性 式 镇 乡 村 全 各 “ ” 网 港"
MANY = table("projects/many")
# With a level or a direction before it such a thing is one: 区级殡仪服务中心, 东部文化活动场馆, 县博物馆.
LEVEL_WORDS = "区级 县级 市级 旗级 镇级 东部 西部 南部 北部 中部 环湖 沿湖 沿河 环城"
OF_ITS_AREA = "省 市 区 县 旗 镇"
ONE_OF_A_KIND = table("projects/one_of_a_kind")
DRESSED_UP = table("projects/dressed_up")
FIELDS = table("projects/fields")
# A shortened name shares these whole: 陡河、沙河河道治理 is 陡河河道治理.
COMPOUNDS = (
    "河道 河流 河湖 路面 路网 村庄 园区 街区 街巷 城区 区域 湖泊 湖区 泉群 山体 水库 水系 桥梁"
)
# … and with the head it shares these, where they stand before it: 名泉景观提升.
SHARED = "景观 环境 生态 综合 整体 河道 路面 道路 名泉 片区 小流域 中型 大型 小型"
SHARED_LEVELS = (
    "雨水 污水 雨污水 供水 排水 合作 省级 市级 区级 县级 国家级 国家 零碳 低碳 智慧 特色 现代"
)
# How a shortened name of more than three characters ends: as a place.
PLACE_ENDS = "山 河 江 湖 海 溪 沟 渠 泉 库 路 街 道 巷 桥 区 村 镇 乡 县 市 州 旗 湾 岛 滩 岭 坝 口 沱 塘 0 1 2 3 4 5 6 7 8 9"
# Enough of its own for a head of three characters and more: 区疾控中心.
OF_THE_AREA = "省 市 区 县 省级 市级 区级 县级 城市 城区 县城 新 老"
CAMPAIGNS = table("projects/campaigns")
ABSTRACT = table("projects/abstract")
NO_NAME = table("projects/no_name")
NOT_INSIDE = table("projects/not_inside")
PHYSICAL = table("projects/physical")
# What follows 项目 in these is no work: 项目确权, 项目评审.
NO_WORK = "水平 体系 库录入 市场化 对接 盘活 运作 模式 策划模式 成本 预算 经费 资产 台账 支出 收支 款 资金 确权 颁证 评审 审计 管理 绩效 专班 机制 服务 策划库 储备库 的支持 的需求 的服务 的投入"
# A name that ends so is paper work on projects: 项目立项.
PAPER_WORK = "立项 编制 审批 报批 批复 评审 组卷"
PASSED_OVER = table("projects/passed_over")
# … unless it says at once what is done for it: 为既有建筑加装电梯, 对5个片区实施改造.
FOR_WHOM = "为 给"
IN_VIEW_OF = "围绕 聚焦 结合 针对 根据 按照 依托"
GIVEN = "加装 安装 新建 建设 增设 配建 配备 改造 修建 添置"
DONE_TO = "实施 进行 开展"
HARD = table("projects/hard")
RAISES = table("projects/raises")
# … but not these.
NO_SUBJECT = "手续 办理 前期 投资 个数 面积 里程 产值 产量 销售额 销量 强区 强县 强市 强省 示范省 示范市 示范县 名城 平台 系统 机制 体系 制度 模式 政策 服务 服务站 工作 活动 企业 公司 机构 团队 产品 技术 品牌 应用 产业 行动 计划 方案 标准 课程 班列 航线 专列 建设"
