-- What livemount/liveupdate.lua promises, under the plain Lua 5.1 program. Prints one line a scenario; fails loudly.
-- Arguments: the repository's root.

local root = arg[1]
package.path = root .. "/?.lua;" .. root .. "/test/lua/?.lua"
local stub = require "defold-stub"
local print = print

-- A module that leaks a global would be found here.
setmetatable(_G, { __newindex = function(_, name, value)
	local allowed = { collectionproxy = true, resource = true, liveupdate = true }
	assert(allowed[name], "a global: " .. tostring(name))
	rawset(_G, name, value)
end })

local URL = "https://host/live/"

local function blob(at, size) return (("%d."):format(at)):rep(size):sub(1, size) end

local function publish(count)
	stub.files, stub.blobs, stub.stored, stub.needs, stub.requests, stub.sent = {}, {}, {}, {}, {}, 0
	stub.fault, stub.no_ranges, stub.disk_full = nil, nil, nil
	for at = 1, count do
		local digest = ("%040x"):format(at)
		local text = blob(at, 1000 + at * 300)
		stub.blobs[digest], stub.files[URL .. digest] = text, text
		stub.needs[at] = digest
	end
end

local function total()
	local sum = 0
	for _, text in pairs(stub.blobs) do sum = sum + #text end
	return sum
end

local function call(start)
	local result
	start(function(_, ...) result = { ... } end)
	stub.run(function() return result ~= nil end)
	assert(result, "the callback was never called")
	return result[1], result[2]
end

local function all_stored()
	for digest, text in pairs(stub.blobs) do assert(stub.stored[digest] == text, "not stored: " .. digest) end
end

local scenarios = {}
local function scenario(name, body) scenarios[#scenarios + 1] = { name = name, body = body } end

for _, era in ipairs { "A", "B" } do
	scenario("era " .. era .. ": fetches what is missing, once", function()
		publish(20)
		local live = stub.restart(era)
		local seen = {}
		local ok, reason = call(function(done)
			live.fetch("#proxy", { progress = function(_, progress) seen[#seen + 1] = progress.done end }, done)
		end)
		assert(ok, reason)
		all_stored()
		assert(stub.sent == total() and #seen == 20 and seen[20] == 20)
		assert(call(function(done) live.fetch("#proxy", done) end))
		assert(stub.sent == total())
	end)

	scenario("era " .. era .. ": finishes over a network that fails often", function()
		publish(30)
		local live = stub.restart(era)
		stub.fault = function(_, _, count)
			if count % 5 == 1 then return { cut = true } end
			if count % 7 == 2 then return { status = 500 } end
			if count % 11 == 3 then return { status = 429, headers = { ["Retry-After"] = "1" } } end
			if count == 12 then return { flip = 40 } end
			if count == 20 then return { stall = true } end
		end
		local ok, reason = call(function(done) live.fetch("#proxy", done) end)
		assert(ok, reason)
		all_stored()
	end)

	scenario("era " .. era .. ": says why it cannot be done, and stores nothing wrong", function()
		publish(3)
		local live = stub.restart(era)
		stub.fault = function() return { flip = 5 } end
		local ok, reason = call(function(done) live.fetch("#proxy", done) end)
		assert(ok == false and reason:find("application/octet-stream", 1, true), reason)
		assert(next(stub.stored) == nil)
		stub.fault = function() return { status = 404 } end
		ok, reason = call(function(done) live.fetch("#proxy", done) end)
		assert(ok == false and reason:find("status 404", 1, true), reason)
		stub.fault = function() return { status = 0 } end
		live.settings.tries = 2
		ok, reason = call(function(done) live.fetch("#proxy", done) end)
		assert(ok == false and reason:find("no answer", 1, true), reason)
	end)

	scenario("era " .. era .. ": takes large files in parts and loses at most one of them", function()
		publish(1)
		local digest = stub.needs[1]
		local text = blob(1, 3000000)
		stub.blobs[digest], stub.files[URL .. digest] = text, text
		local live = stub.restart(era)
		local cuts = 0
		stub.fault = function(_, _, count)
			if count == 4 then cuts = cuts + 1 return { cut = true } end
		end
		assert(call(function(done) live.fetch("#proxy", done) end))
		all_stored()
		assert(cuts == 1 and stub.sent <= #text + live.settings.part_bytes)
		-- a server without ranges sends the whole
		stub.stored, stub.no_ranges = {}, true
		assert(call(function(done) live.fetch("#proxy", done) end))
		all_stored()
	end)

	scenario("era " .. era .. ": goes to a mirror, never has too much under way, waits longer each time", function()
		publish(25)
		local live = stub.restart(era)
		live.settings.mirrors = { "https://mirror/live/" }
		live.settings.parallel = 3
		for digest, text in pairs(stub.blobs) do
			stub.files["https://mirror/live/" .. digest] = text
			stub.files[URL .. digest] = nil
		end
		local active, most = 0, 0
		local request = http.request
		http.request = function(url, method, callback, ...)
			active = active + 1
			most = math.max(most, active)
			request(url, method, function(...)
				active = active - 1
				callback(...)
			end, ...)
		end
		local ok, reason = call(function(done) live.fetch("#proxy", done) end)
		http.request = request
		assert(ok, reason)
		all_stored()
		assert(most == 3, "under way at once: " .. most)
		live = stub.restart(era)
		publish(1)
		stub.fault = function() return { status = 503 } end
		call(function(done) live.fetch("#proxy", done) end)
		local gaps = {}
		for at = 2, #stub.requests do gaps[at - 1] = stub.requests[at].at - stub.requests[at - 1].at end
		assert(#gaps == 4 and gaps[1] >= 0.25 and gaps[4] >= 2 and gaps[4] <= 4.1, table.concat(gaps, " "))
	end)

	scenario("era " .. era .. ": urgent first, and what is cancelled says so", function()
		publish(12)
		local live = stub.restart(era)
		live.settings.parallel = 1
		local needs = stub.needs
		local function part(from, to) return { unpack(needs, from, to) } end
		local ended = {}
		stub.needs = part(1, 6)
		live.fetch("#slow", { priority = 0 }, function() ended[#ended + 1] = "slow" end)
		stub.needs = part(7, 12)
		live.fetch("#urgent", { priority = 5 }, function() ended[#ended + 1] = "urgent" end)
		stub.run(function() return #ended == 2 end)
		assert(ended[1] == "urgent", "first: " .. tostring(ended[1]))
		stub.needs = needs
		all_stored()
		stub.stored = {}
		local job, result
		job = live.fetch("#proxy", { progress = function(_, progress) if progress.done == 4 then live.cancel(job) end end },
			function(_, ok, reason) result = { ok, reason } end)
		stub.run(function() return result end)
		assert(result[1] == false and result[2] == "cancelled")
		local kept = 0
		for _ in pairs(stub.stored) do kept = kept + 1 end
		assert(kept >= 4 and kept < 12)
	end)
end

scenario("reads sizes from the manifest, so progress has bytes", function()
	publish(4)
	local live = stub.restart("B")
	local file = assert(stub.real_io.open(arg[2], "rb"))
	stub.manifest = file:read("*a")
	file:close()
	stub.files[URL .. live.MANIFEST] = stub.manifest
	local ok, reason = call(function(done) live.update(done) end)
	assert(ok, reason)
	stub.files, stub.blobs, stub.stored, stub.needs = {}, {}, {}, {}
	local sum = 0
	for digest, size in arg[3]:gmatch("(%x+)=(%d+)") do
		local text = blob(1, tonumber(size))
		stub.files[URL .. digest], stub.blobs[digest] = text, text
		stub.needs[#stub.needs + 1] = digest
		sum = sum + #text
	end
	local last
	ok, reason = call(function(done)
		live.fetch("#proxy", { progress = function(_, progress) last = progress end }, done)
	end)
	assert(ok, reason)
	assert(last.total_bytes == sum and last.bytes == sum, last.total_bytes .. " " .. last.bytes .. " " .. sum)
	stub.files[URL .. live.MANIFEST], stub.manifest = stub.manifest, "another"
	ok, reason = call(function(done) live.update(done) end)
	assert(ok == false and reason:find("refused the manifest", 1, true), reason)
end)

local function pack(fill, size) return "PK" .. fill:rep(size):sub(1, size) .. "PK\5\6" .. ("\0"):rep(18) end

for _, era in ipairs { "B", "C" } do
	scenario("era " .. era .. ": fetches a pack, mounts it, and mounts it again at the next start", function()
		publish(0)
		stub.wipe()
		stub.files[URL .. "rooms.zip"] = pack("room", 1500000)
		local live = stub.restart(era)
		local ok, reason = call(function(done) live.mount("rooms", done) end)
		assert(ok, reason)
		assert(stub.mounts.rooms == "zip:/data/livemount/rooms.zip")
		local sent = stub.sent
		live = stub.restart(era)
		local missing
		live.start(function(_, gone) missing = gone end)
		stub.run(function() return missing end)
		assert(#missing == 0 and stub.mounts.rooms)
		assert(call(function(done) live.mount("rooms", done) end))
		assert(stub.sent == sent)
		-- another version is fetched anew
		stub.files[URL .. "rooms.zip"] = pack("hall", 1200000)
		assert(call(function(done) live.mount("rooms", { version = "2" }, done) end))
		assert(stub.disk["/data/livemount/rooms.zip"] == stub.files[URL .. "rooms.zip"])
		-- gone from the device: reported, and fetched again
		stub.disk["/data/livemount/rooms.zip"] = nil
		live = stub.restart(era)
		missing = nil
		live.start(function(_, gone) missing = gone end)
		stub.run(function() return missing end)
		assert(missing[1] == "rooms")
		assert(call(function(done) live.mount("rooms", { version = "2" }, done) end))
	end)

	scenario("era " .. era .. ": goes on with half a pack after a restart, and begins anew when the host has another", function()
		publish(0)
		stub.wipe()
		local content = pack("room", 2000000)
		stub.files[URL .. "rooms.zip"] = content
		local live = stub.restart(era)
		live.remove("rooms")
		live.mount("rooms", function() end)
		stub.run(function() return stub.sent >= 1000000 end)
		live = stub.restart(era)
		local before = #(stub.disk["/data/livemount/rooms.zip.part"] or "")
		assert(before > 0)
		assert(call(function(done) live.mount("rooms", done) end))
		assert(stub.disk["/data/livemount/rooms.zip"] == content)
		assert(stub.sent <= #content + 2 * live.settings.part_bytes, stub.sent)
		live.remove("rooms")
		stub.sent = 0
		live.mount("rooms", function() end)
		stub.run(function() return stub.sent >= 1000000 end)
		live = stub.restart(era)
		stub.files[URL .. "rooms.zip"] = "PK!" .. pack("hall", 2100000)
		assert(call(function(done) live.mount("rooms", done) end))
		assert(stub.disk["/data/livemount/rooms.zip"] == stub.files[URL .. "rooms.zip"])
	end)

	scenario("era " .. era .. ": refuses what is no zip or cannot be mounted, and a full device", function()
		publish(0)
		stub.wipe()
		local live = stub.restart(era)
		live.remove("rooms")
		stub.files[URL .. "rooms.zip"] = "<html>not found</html>"
		local ok, reason = call(function(done) live.mount("rooms", done) end)
		assert(ok == false and reason:find("not a whole zip", 1, true), reason)
		stub.files[URL .. "rooms.zip"] = pack("broken", 1000)
		ok, reason = call(function(done) live.mount("rooms", done) end)
		assert(ok == false and reason:find("did not mount", 1, true), reason)
		stub.files[URL .. "rooms.zip"] = pack("room", 1000)
		stub.disk_full = true
		ok, reason = call(function(done) live.mount("rooms", done) end)
		assert(ok == false and reason:find("No space", 1, true), reason)
		stub.disk_full = nil
		assert(call(function(done) live.mount("rooms", done) end))
	end)

	scenario("era " .. era .. ": stays within its budget, never by what is pinned", function()
		publish(0)
		stub.wipe()
		local live = stub.restart(era)
		for _, name in ipairs { "rooms", "a", "b", "c", "d" } do live.remove(name) end
		live.settings.budget_bytes = 3500
		for _, name in ipairs { "a", "b", "c", "d" } do stub.files[URL .. name .. ".zip"] = pack(name, 1000) end
		for _, name in ipairs { "a", "b", "c" } do
			stub.time = stub.time + 10
			assert(call(function(done) live.mount(name, { size = 1024 }, done) end))
		end
		live.pin("a")
		assert(call(function(done) live.mount("d", { size = 1024 }, done) end))
		assert(stub.disk["/data/livemount/a.zip"] and not stub.disk["/data/livemount/b.zip"])
		assert(stub.mounts.a and not stub.mounts.b and stub.mounts.d)
		local ok, reason = call(function(done) live.mount("e", { size = 9999 }, done) end)
		assert(ok == false and reason:find("budget", 1, true))
	end)
end

scenario("era C: a proxy's content comes as a pack", function()
	publish(0)
	stub.wipe()
	local live = stub.restart("C")
	local ok, reason = call(function(done) live.fetch("#proxy", done) end)
	assert(ok == false and reason:find("settings.pack", 1, true), reason)
	live.settings.pack = "content.zip"
	stub.files[URL .. "content.zip"] = pack("content", 5000)
	ok, reason = call(function(done) live.fetch("#proxy", done) end)
	assert(ok, reason)
	assert(stub.mounts.content)
end)

for _, entry in ipairs(scenarios) do
	entry.body()
	print("ok " .. entry.name)
end
print(#scenarios .. " scenarios")
