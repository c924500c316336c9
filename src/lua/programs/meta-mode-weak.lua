local weak = setmetatable({}, { __mode = "k" }) local key = {} weak[key] = "kept" weak["s"] = 1 print(weak[key], weak.s) local v = setmetatable({}, { __mode = "v" }) v[1] = key v[2] = "string" print(v[1] == key, v[2], #v)
local n = 0 for k in pairs(weak) do n = n + 1 end print(n)
