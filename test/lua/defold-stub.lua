-- Defold's API as far as livemount/liveupdate.lua uses it, for the plain Lua 5.1 program: one script instance, a clock that
-- is turned by hand, a host in memory with faults, and the live update of each era without any of its formats.

local stub = { files = {}, requests = {}, sent = 0, log = {}, time = 0 }

local real_io, real_os = io, os
local instance = {}

-- A clock: timers fire in the order of their time.
local timers, next_handle = {}, 0
timer = {}
function timer.delay(seconds, repeating, callback)
	assert(type(seconds) == "number" and repeating == false and type(callback) == "function", "bad timer.delay")
	next_handle = next_handle + 1
	timers[next_handle] = { at = stub.time + seconds, callback = callback }
	return next_handle
end
function timer.cancel(handle)
	local known = timers[handle] ~= nil
	timers[handle] = nil
	return known
end

-- Runs until nothing is left to do or `stop()` is true.
function stub.run(stop)
	for _ = 1, 200000 do
		if stop and stop() then return end
		local first
		for handle, entry in pairs(timers) do
			local best = timers[first]
			if not best or entry.at < best.at or (entry.at == best.at and handle < first) then first = handle end
		end
		if not first then return end
		local entry = timers[first]
		timers[first] = nil
		stub.time = math.max(stub.time, entry.at)
		entry.callback(instance, first, 0)
	end
	error("it never ends")
end

os = setmetatable({ time = function() return math.floor(stub.time) + 1000000 end }, { __index = real_os })

-- The host. stub.fault(url, headers, count) may give { status=, body=, cut=, flip=, stall= }.
http = {}
function http.request(url, method, callback, headers, body, options)
	assert(method == "GET" and type(callback) == "function" and body == nil and type(options) == "table", "bad http.request")
	headers = headers or {}
	stub.requests[#stub.requests + 1] = { url = url, headers = headers, at = stub.time }
	local fault = stub.fault and stub.fault(url, headers, #stub.requests) or {}
	local answer = { status = 200, headers = {}, response = "" }
	local content = stub.files[url]
	if fault.status then
		answer.status, answer.headers = fault.status, fault.headers or {}
		answer.response = fault.body or ""
	elseif not content then
		answer.status = 404
	else
		local from, to = (headers.Range or ""):match("^bytes=(%d+)%-(%d+)$")
		local etag = '"' .. #content .. content:byte(1) .. '"'
		if headers["If-Range"] and headers["If-Range"] ~= etag then from = nil end
		if from and not stub.no_ranges then
			from, to = tonumber(from), math.min(tonumber(to), #content - 1)
			if from >= #content then
				answer.status = 416
				answer.headers["content-range"] = "bytes */" .. #content
			else
				answer.status = 206
				answer.headers["content-range"] = ("bytes %d-%d/%d"):format(from, to, #content)
				answer.response = content:sub(from + 1, to + 1)
			end
		else
			answer.response = content
		end
		answer.headers.etag = etag
		if fault.flip then
			local at = math.min(fault.flip, #answer.response)
			answer.response = answer.response:sub(1, at - 1) .. string.char((answer.response:byte(at) + 1) % 256) .. answer.response:sub(at + 1)
		end
		stub.sent = stub.sent + #answer.response
		if fault.cut then answer = { status = 0, headers = {}, response = "", error = "connection reset" } end
	end
	if fault.stall then return end
	timer.delay(fault.delay or 0.01, false, function() callback(instance, "id", answer) end)
end

-- Files of the device.
local disk = {}
stub.disk = disk
io = {}
function io.open(path, mode)
	if mode == "rb" then
		if not disk[path] then return nil, path .. ": No such file or directory", 2 end
		local at = 0
		return {
			seek = function(_, whence, offset)
				if whence == "end" then at = #disk[path] + (offset or 0) elseif whence == "set" then at = offset or 0 end
				return at
			end,
			read = function(_, what)
				assert(what == "*a")
				local text = disk[path]:sub(at + 1)
				at = #disk[path]
				return text
			end,
			close = function() return true end,
		}
	end
	assert(mode == "ab", "bad io.open")
	return {
		write = function(self, text)
			if stub.disk_full then return nil, "No space left on device", 28 end
			disk[path] = (disk[path] or "") .. text
			return self
		end,
		close = function() return true end,
	}
end
os.remove = function(path)
	if not disk[path] then return nil, "No such file or directory", 2 end
	disk[path] = nil
	return true
end
os.rename = function(from, to)
	if not disk[from] then return nil, "No such file or directory", 2 end
	disk[to], disk[from] = disk[from], nil
	return true
end
sys = {}
local saved = {}
function sys.get_save_file(application, name) return "/data/" .. application .. "/" .. name end
local function copy(value)
	if type(value) ~= "table" then return value end
	local result = {}
	for key, inner in pairs(value) do result[key] = copy(inner) end
	return result
end
function sys.save(path, value)
	saved[path] = copy(value)
	return true
end
function sys.load(path) return copy(saved[path] or {}) end
-- A new device.
function stub.wipe()
	for path in pairs(disk) do disk[path] = nil end
	for path in pairs(saved) do saved[path] = nil end
end
function sys.get_config_string(_, default) return default end

function hash(text) return "hash:" .. text end
function pprint() end

-- Live update. Blobs are right when the engine's side says so: `stub.blobs[digest]` is the right text.
stub.blobs, stub.stored, stub.needs, stub.mounts = {}, {}, {}, {}
local OK, FAILED = 0, -6
function stub.era(era)
	collectionproxy = {}
	resource, liveupdate = {}, nil
	local store = {
		LIVEUPDATE_OK = OK,
		get_current_manifest = function() return 1 end,
		store_resource = function(_, data, digest, callback)
			local ok = stub.blobs[digest] == data
			if ok then stub.stored[digest] = data end
			timer.delay(0.01, false, function() callback(instance, digest, ok) end)
		end,
		store_manifest = function(data, callback)
			local result = data == stub.manifest and OK or FAILED
			timer.delay(0.01, false, function() callback(instance, result) end)
		end,
	}
	if era == "A" or era == "B" then
		function collectionproxy.missing_resources()
			local missing = {}
			for _, digest in ipairs(stub.needs) do
				if not stub.stored[digest] then missing[#missing + 1] = digest end
			end
			return missing
		end
	end
	function collectionproxy.get_resources() return stub.needs end
	if era == "A" then
		for key, value in pairs(store) do resource[key] = value end
		return
	end
	liveupdate = { LIVEUPDATE_OK = OK }
	if era == "B" then for key, value in pairs(store) do liveupdate[key] = value end end
	function liveupdate.get_mounts()
		local list = {}
		for name, uri in pairs(stub.mounts) do
			list[#list + 1] = { name = era == "C" and hash(name) or name, uri = uri, priority = 10 }
		end
		return list
	end
	function liveupdate.add_mount(name, uri, priority, callback)
		assert(type(name) == "string" and priority >= 0 and uri:sub(1, 4) == "zip:", "bad add_mount")
		local content = disk[uri:sub(5)]
		local ok = content ~= nil and not content:find("broken", 1, true)
		if ok then stub.mounts[name] = uri end
		timer.delay(0.01, false, function() callback(instance, era == "C" and hash(name) or name, uri, ok and OK or -1000) end)
		return OK
	end
	function liveupdate.remove_mount(name)
		stub.mounts[name] = nil
		return OK
	end
	if era == "C" then function liveupdate.is_built_with_excluded_files() return true end end
end

-- A new session: what is on the device stays, what is in memory goes.
function stub.restart(era)
	timers = {}
	stub.mounts = {}
	package.loaded["livemount.liveupdate"] = nil
	stub.era(era)
	local live = require "livemount.liveupdate"
	live.settings.url = "https://host/live"
	return live
end

stub.real_io = real_io
return stub
