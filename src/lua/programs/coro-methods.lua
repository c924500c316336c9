local Actor = {} Actor.__index = Actor
function Actor.new(name) local self = setmetatable({ name = name, log = {} }, Actor) self.co = coroutine.create(function() self:run() end) return self end
function Actor:wait(n) for i = 1, n do self.log[#self.log + 1] = self.name .. ":" .. i coroutine.yield(self, i) end end
function Actor:run() self:wait(2) self.log[#self.log + 1] = "between" self:wait(1) end
local a, b = Actor.new("a"), Actor.new("b")
while coroutine.status(a.co) ~= "dead" or coroutine.status(b.co) ~= "dead" do coroutine.resume(a.co) coroutine.resume(b.co) end
print(table.concat(a.log, " "), table.concat(b.log, " "))
