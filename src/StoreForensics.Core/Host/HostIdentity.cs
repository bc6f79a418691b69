using StoreForensics.Evidence;
using StoreForensics.Model;

namespace StoreForensics.Host;

/// <summary>The host's name, time zone, machine id and kernels.</summary>
internal static class HostIdentity
{
    /// <summary>hostname(5): the first line that is neither empty nor a comment.</summary>
    public static HostText? Hostname(HostFiles files) => FirstLine(files, "etc/hostname"u8);

    /// <summary>machine-id(5). The word <c>uninitialized</c>, which an image has before its first boot, is no id.</summary>
    public static HostText? MachineId(HostFiles files) =>
        (FirstLine(files, "etc/machine-id"u8) ?? FirstLine(files, "var/lib/dbus/machine-id"u8)) is { } id && !id.Bytes.Span.SequenceEqual("uninitialized"u8)
            ? id : null;

    /// <summary>Debian's <c>etc/timezone</c>; elsewhere localtime(5): the symlink's target, whose name is read and which is not followed.</summary>
    public static HostText? TimeZone(HostFiles files)
    {
        if (FirstLine(files, "etc/timezone"u8) is { } named)
            return named;
        if (files.Node("etc/localtime"u8) is not int link || files.Tree[link].Kind != EntryKind.Symlink)
            return null;
        ReadOnlySpan<byte> target = files.Tree.LinkTarget(link);
        int at = target.LastIndexOf("zoneinfo/"u8);
        ReadOnlySpan<byte> zone = at < 0 ? default : target[(at + "zoneinfo/".Length)..];
        return zone.IsEmpty ? null : new HostText(zone.ToArray(), files.Origin(link));
    }

    /// <summary>By version, in the order first seen.</summary>
    public static IReadOnlyList<HostText> Kernels(HostFiles files)
    {
        var kernels = new List<HostText>();
        foreach (int modules in files.Entries("lib/modules"u8).Concat(files.Entries("usr/lib/modules"u8)).Where(files.IsDirectory))
            Add(files.Tree.Name(modules), modules);
        foreach (int image in files.Entries("boot"u8))
        {
            ReadOnlySpan<byte> name = files.Tree.Name(image);
            if (name.StartsWith("vmlinuz-"u8))
                Add(name["vmlinuz-".Length..], image);
        }
        return kernels;

        void Add(ReadOnlySpan<byte> version, int node)
        {
            byte[] bytes = version.ToArray();
            if (!kernels.Any(k => k.Bytes.Span.SequenceEqual(bytes)))
                kernels.Add(new HostText(bytes, files.Origin(node)));
        }
    }

    private static HostText? FirstLine(HostFiles files, ReadOnlySpan<byte> path)
    {
        if (files.File(path) is not int node || files.ReadAll(node) is not { } bytes)
            return null;
        foreach (Range range in bytes.AsSpan().Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = bytes.AsSpan()[range].Trim(" \t\r\0"u8);
            if (!line.IsEmpty && line[0] != '#')
                return new HostText(line[..Math.Min(line.Length, files.Limits.LineBytes)].ToArray(), files.Origin(node));
        }
        return null;
    }
}
