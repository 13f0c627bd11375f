"""Names of what programmes are made of, in both languages."""

from collections.abc import Mapping

from twinbay.plan.report.document import Text

SECTORS: Mapping[str, Text] = {
    "industry": Text("Industry", "工业"),
    "buildings": Text("Buildings", "建筑"),
    "transport": Text("Transport", "交通"),
    "power": Text("Power", "电力"),
    "agriculture": Text("Agriculture", "农业"),
    "waste": Text("Waste", "废弃物"),
}
GROUPS: Mapping[str, Text] = {
    "agriculture": Text("Agriculture", "农业"),
    "appliances": Text("Appliances", "家用电器"),
    "aviation": Text("Aviation", "航空"),
    "behaviour": Text("Behaviour", "行为"),
    "biomass": Text("Biomass", "生物质"),
    "building envelopes": Text("Building envelopes", "建筑围护结构"),
    "buildings": Text("Buildings", "建筑"),
    "carbon capture": Text("Carbon capture", "碳捕集"),
    "cement": Text("Cement", "水泥"),
    "chips and data": Text("Chips and data centres", "芯片与数据中心"),
    "cooling": Text("Cooling", "制冷"),
    "demand response": Text("Demand response", "需求响应"),
    "electric vehicles": Text("Electric vehicles", "电动车"),
    "geothermal": Text("Geothermal power", "地热发电"),
    "heat pumps": Text("Heat pumps", "热泵"),
    "hydrogen": Text("Hydrogen", "氢能"),
    "industrial heat": Text("Industrial heat", "工业供热"),
    "industry": Text("Industry", "工业"),
    "kilns": Text("Kilns", "窑炉"),
    "lighting": Text("Lighting", "照明"),
    "lines": Text("Interregional lines", "跨区输电"),
    "modal shift": Text("Modal shift", "运输结构调整"),
    "motors": Text("Motors", "电动机"),
    "nuclear": Text("Nuclear power", "核电"),
    "power grid": Text("Power grid", "电网"),
    "process gases": Text("Process gases", "工业过程气体"),
    "rail": Text("Rail", "铁路"),
    "refrigerants": Text("Refrigerants", "制冷剂"),
    "shipping": Text("Shipping", "航运"),
    "solar": Text("Solar power", "太阳能发电"),
    "steel": Text("Steel", "钢铁"),
    "storage": Text("Storage", "储能"),
    "transport": Text("Transport", "交通"),
    "vehicle efficiency": Text("Vehicle efficiency", "车辆能效"),
    "waste": Text("Waste", "废弃物"),
    "waste heat": Text("Waste heat", "余热利用"),
    "wind": Text("Wind power", "风电"),
}
FACTORS: Mapping[str, Text] = {
    "population": Text("Population", "人口"),
    "affluence": Text("Affluence", "富裕程度"),
    "intensity": Text("Energy intensity", "能耗强度"),
    "structure": Text("Structure", "结构"),
    "carbon": Text("Carbon factor", "碳因子"),
    "direct": Text("Beside energy", "能源以外"),
}
"""Drivers of a change of emissions, in the order of the identity."""
PAYERS: Mapping[str, Text] = {
    "enterprises": Text("Enterprises", "企业"),
    "households": Text("Households", "居民"),
    "government": Text("Government", "政府"),
    "utilities": Text("Utilities", "电网与能源企业"),
    "users": Text("Energy users", "用能方"),
    "farms": Text("Farms", "农户"),
    "grid": Text("Grid companies", "电网企业"),
}
COSTS: Mapping[str, Text] = {
    "investment": Text("Investment", "投资"),
    "annuity": Text("Capital", "资本年金"),
    "fixed": Text("Fixed operation", "固定运维"),
    "variable": Text("Variable operation", "可变运维"),
    "fuel": Text("Fuel", "燃料"),
    "import": Text("Imported electricity", "外来电"),
    "carbon": Text("Carbon price", "碳价"),
    "retirement": Text("Early retirement", "提前退役"),
    "trade": Text("Trade between regions", "区域间贸易"),
}
TARGET_KINDS: Mapping[str, tuple[Text, Text]] = {
    "emissions": (Text("Emissions, at most", "排放总量上限"), Text("Mt CO2e", "Mt CO2e")),
    "emissions_intensity": (
        Text("Emissions per GDP, at most", "碳强度上限"),
        Text("kg CO2e/USD", "kg CO2e/美元"),
    ),
    "energy_intensity": (
        Text("Final energy per GDP, at most", "能耗强度上限"),
        Text("kWh/USD", "kWh/美元"),
    ),
    "emissions_budget": (
        Text("Emissions since the first year, at most", "累计排放上限"),
        Text("Mt CO2e", "Mt CO2e"),
    ),
    "non_fossil_power": (
        Text("Non-fossil electricity, at least", "非化石电量占比下限"),
        Text("%", "%"),
    ),
    "non_fossil_energy": (
        Text("Non-fossil energy, at least", "非化石能源占比下限"),
        Text("%", "%"),
    ),
    "air_pollution": (
        Text("Air pollutants, at most", "大气污染物上限"),
        Text("kt NOx eq.", "千吨 NOx 当量"),
    ),
    "investment_budget": (
        Text("Investment in five years, at most", "五年投资上限"),
        Text("million USD", "百万美元"),
    ),
}
INDICATORS: Mapping[str, tuple[Text, Text]] = {
    "emissions": (Text("Greenhouse gases", "温室气体排放"), Text("Mt CO2e", "Mt CO2e")),
    "emissions_intensity": (
        Text("Greenhouse gases per GDP", "单位 GDP 排放"),
        Text("kg CO2e/USD", "kg CO2e/美元"),
    ),
    "energy_intensity": (
        Text("Final energy per GDP", "单位 GDP 能耗"),
        Text("kWh/USD", "kWh/美元"),
    ),
    "non_fossil_power": (Text("Non-fossil electricity", "非化石电量占比"), Text("%", "%")),
    "non_fossil_energy": (Text("Non-fossil primary energy", "非化石能源占比"), Text("%", "%")),
    "air_pollution": (Text("Air pollutants", "大气污染物"), Text("kt NOx eq.", "千吨 NOx 当量")),
    "jobs": (Text("Jobs from investment", "投资带动就业"), Text("job-years", "人·年")),
    "final_energy": (Text("Final energy", "终端能源"), Text("TWh", "TWh")),
    "electricity_demand": (Text("Electricity demand", "用电量"), Text("TWh", "TWh")),
    "peak_demand": (Text("Peak demand", "最大负荷"), Text("GW", "GW")),
}
UNITS: Mapping[str, tuple[str, float]] = {
    "TWh saved": ("节约 TWh", 1.0),
    "TWh switched": ("替代 TWh", 1.0),
    "million cars": ("万辆轿车", 100.0),
    "million vans": ("万辆轻型货车", 100.0),
    "thousand buses": ("万辆客车", 0.1),
    "thousand trucks": ("万辆卡车", 0.1),
    "kt gas": ("千吨气体", 1.0),
    "kt CO2": ("万吨 CO2", 0.1),
    "kt CH4": ("千吨 CH4", 1.0),
    "kt N2O": ("千吨 N2O", 1.0),
    "kt SF6": ("千吨 SF6", 1.0),
    "kt HFC": ("千吨 HFC", 1.0),
}
"""Units of the shipped measures in Chinese, and how many of them one is; a user's own stand as
written. Chinese counts vehicles and tonnes in 万 (ten thousand)."""
CO_BENEFITS: Mapping[str, Text] = {
    "air": Text("air", "空气"),
    "jobs": Text("jobs", "就业"),
    "health": Text("health", "健康"),
    "water": Text("water", "水"),
    "resilience": Text("resilience", "韧性"),
    "comfort": Text("comfort", "舒适"),
}
GRADES: Mapping[str, Text] = {
    "A": Text("official statistic", "官方统计"),
    "B": Text("derived from statistics", "由统计推算"),
    "C": Text("estimated from literature", "文献估计"),
    "D": Text("assumption to be agreed", "待商定的假设"),
}
ALL_REGIONS = Text("All regions", "全部区域")
TOTAL = Text("Total", "合计")
OUTSIDE = Text("Imports from outside", "外来电")
OTHERS = Text("Others", "其他")


def named(names: Mapping[str, Text], key: str) -> Text:
    """Return a name in both languages; an unknown key in its own words."""
    found = names.get(key)
    if found is not None:
        return found
    words = key.replace("_", " ").replace("-", " ")
    return Text(words[:1].upper() + words[1:], words)


def measured_in(unit: str) -> Text:
    """Return the unit of a measure in both languages; a user's own stands as written."""
    return Text(unit, UNITS.get(unit, (unit, 1.0))[0])


def chinese_units(unit: str) -> float:
    """Return how many of the Chinese unit one of a measure's unit is."""
    return UNITS.get(unit, (unit, 1.0))[1]
