-- Small calls of the host: numbers, interned strings, properties, a table, a callback, fields of an object.
local host_num, hash, host_get, host_set, host_post, host_call, self = host_num, hash, host_get, host_set, host_post, host_call, host_self
local left = hash("left")
return function()
  local total = 0
  for i = 1, 200000 do total = total + host_num(i, 3) end
  for _ = 1, 100000 do if hash("left") == left then total = total + 1 end end
  for i = 1, 100000 do
    host_set("player", "health", i)
    total = total + host_get("player", "health")
  end
  for i = 1, 20000 do total = total + host_post("#door", "open", { damage = i, kind = "key", crit = i % 3 == 0 }) end
  for i = 1, 80000 do total = total + host_call(function(n) return n + i end, 2) end
  self.seen = 0
  for _ = 1, 200000 do self.seen = self.seen + 1 end
  return total + self.seen
end
