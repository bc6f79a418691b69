using StoreForensics.Model;

namespace StoreForensics.Host;

/// <summary>Options for the engine that init scripts and units read: Debian's <c>etc/default/docker</c>,
/// Red Hat's <c>etc/sysconfig/docker*</c>, Alpine's <c>etc/conf.d/docker</c>.</summary>
internal static class OptionFiles
{
    public static IReadOnlyList<HostText> Read(HostFiles files)
    {
        var lines = new List<HostText>();
        Add("etc/default/docker"u8);
        Add("etc/sysconfig/docker"u8);
        Add("etc/sysconfig/docker-storage"u8);
        Add("etc/sysconfig/docker-network"u8);
        Add("etc/conf.d/docker"u8);
        return lines;

        void Add(ReadOnlySpan<byte> path)
        {
            if (files.File(path) is int node)
                lines.AddRange(files.Select(node, line => line.Trim(" \t"u8) is var text && !text.IsEmpty && text[0] != '#'));
        }
    }
}
