using StoreForensics.Model;

namespace StoreForensics.Host;

/// <summary>
/// Container engines among the packages: dpkg's <c>status</c> (deb822(5): paragraphs of <c>Field: value</c>) and apk's <c>installed</c> (paragraphs of
/// <c>P:name</c>, <c>V:version</c>). Databases of rpm are named only.
/// </summary>
internal static class Packages
{
    // Names of Debian, Ubuntu, Docker's and Microsoft's repositories, and Alpine; lxc-docker is Docker's own up to 1.7, docker-engine up to 17.03.
    private static readonly string[] s_names =
    [
        "buildah", "containerd", "containerd.io", "cri-o", "crun", "docker", "docker-buildx", "docker-buildx-plugin", "docker-ce", "docker-ce-cli",
        "docker-ce-rootless-extras", "docker-cli", "docker-compose", "docker-compose-plugin", "docker-compose-v2", "docker-engine", "docker.io", "lxc-docker",
        "moby-buildx", "moby-cli", "moby-compose", "moby-containerd", "moby-engine", "moby-runc", "nerdctl", "podman", "runc",
    ];

    public static IReadOnlyList<HostPackage> Read(HostFiles files)
    {
        var packages = new List<HostPackage>();
        if (files.File("var/lib/dpkg/status"u8) is int status)
            new Paragraphs(files, status, "Package:", "Version:", "Status:", packages).Read();
        if ((files.File("lib/apk/db/installed"u8) ?? files.File("usr/lib/apk/db/installed"u8) ?? files.File("var/lib/apk/db/installed"u8)) is int installed)
            new Paragraphs(files, installed, "P:", "V:", null, packages).Read();
        return packages;
    }

    public static IReadOnlyList<HostFile> Unread(HostFiles files)
    {
        var found = new List<HostFile>();
        Add("var/lib/rpm/Packages"u8);
        Add("var/lib/rpm/Packages.db"u8);
        Add("var/lib/rpm/rpmdb.sqlite"u8);
        Add("usr/lib/sysimage/rpm/Packages"u8);
        Add("usr/lib/sysimage/rpm/Packages.db"u8);
        Add("usr/lib/sysimage/rpm/rpmdb.sqlite"u8);
        return found;

        void Add(ReadOnlySpan<byte> path)
        {
            if (files.Node(path) is not int node || !files.IsFile(node))
                return;
            found.Add(new HostFile(files.Origin(node), files.Tree[node].Size));
            files.Problems.Note("SF-HOST-0008", files.Origin(node), "is a database of rpm, which is not read: the host's packages are unknown");
        }
    }

    /// <summary>One database, read a line at a time.</summary>
    private sealed class Paragraphs(HostFiles files, int node, string nameField, string versionField, string? statusField, List<HostPackage> to)
    {
        private readonly byte[] _nameField = [.. nameField.Select(c => (byte)c)];
        private readonly byte[] _versionField = [.. versionField.Select(c => (byte)c)];
        private readonly byte[]? _statusField = statusField is null ? null : [.. statusField.Select(c => (byte)c)];
        private HostText? _name, _version, _status;
        private long? _start;

        public void Read()
        {
            files.ReadLines(node, (line, number, offset) =>
            {
                if (line.Trim(" \t"u8).IsEmpty)
                    End();
                else
                    Take(line, number, offset);
                return to.Count < files.Limits.Files;
            });
            End();
        }

        private void Take(ReadOnlySpan<byte> line, int number, long? offset)
        {
            _start ??= offset;
            if (line.StartsWith(_nameField))
                _name = Value(_nameField, line, number, offset);
            else if (line.StartsWith(_versionField))
                _version = Value(_versionField, line, number, offset);
            else if (_statusField is not null && line.StartsWith(_statusField))
                _status = Value(_statusField, line, number, offset);
        }

        private HostText Value(byte[] field, ReadOnlySpan<byte> line, int number, long? offset) =>
            files.Keep(node, line[field.Length..].Trim(" \t"u8), number, offset);

        private void End()
        {
            if (_name is { } name && s_names.Contains(name.ToString()))
                to.Add(new HostPackage(name, _version, _status, files.Origin(node, _start)));
            (_name, _version, _status, _start) = (null, null, null, null);
        }
    }
}
