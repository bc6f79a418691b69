using System.Text;
using System.Text.Json;
using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Stores;

namespace StoreForensics.Tests.Contracts.Stores.Writers;

/// <summary><c>containers/&lt;id&gt;</c> of Docker 1.10 and later (moby v20.10 container/container.go, daemon/logger/jsonfilelog).</summary>
internal static class DockerContainerFiles
{
    private const string Never = "0001-01-01T00:00:00Z";

    /// <summary>Configuration, host's configuration and, of one that ran, the log.</summary>
    public static void Write(MadeStore to, DescribedContainer container, string driver, string imageId)
    {
        string home = "containers/" + container.Id;
        var saved = container.Run?.Finished ?? container.Created;
        LayerTree.Note(to, home + "/config.v2.json", ConfigOf(container, driver, imageId), saved);
        LayerTree.Note(to, home + "/hostconfig.json", HostConfig(container), saved);
        if (container.Run is not null)
            LayerTree.Note(to, $"{home}/{container.Id}-json.log", LogOf(container), container.Log[^1].Time);
    }

    private static byte[] ConfigOf(DescribedContainer container, string driver, string imageId) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        State = new
        {
            Running = false,
            Pid = 0,
            ExitCode = container.Run?.ExitCode ?? 0,
            StartedAt = container.Run?.Started.ToString() ?? Never,
            FinishedAt = container.Run?.Finished.ToString() ?? Never,
        },
        ID = container.Id,
        Created = container.Created.ToString(),
        Path = container.Command[0],
        Args = container.Command.Skip(1),
        Config = new { Hostname = container.Id[..12], container.Env, Cmd = container.Command, Image = container.ImageName },
        Image = imageId,
        LogPath = container.Run is null ? "" : $"/var/lib/docker/containers/{container.Id}/{container.Id}-json.log",
        Name = "/" + container.Name,
        Driver = driver,
        MountPoints = container.Mounts.ToDictionary(m => m.Destination, m => new
        {
            m.Source,
            m.Destination,
            RW = m.IsWritable,
            Name = m.Volume ?? "",
            Driver = m.Volume is null ? "" : "local",
            Type = m.Volume is null ? "bind" : "volume",
        }),
    });

    private static byte[] HostConfig(DescribedContainer container) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        Binds = container.Mounts.Select(m => $"{m.Volume ?? m.Source}:{m.Destination}{(m.IsWritable ? "" : ":ro")}"),
        LogConfig = new { Type = "json-file", Config = new { } },
        NetworkMode = "default",
    });

    private static byte[] LogOf(DescribedContainer container) =>
        Encoding.UTF8.GetBytes(string.Concat(container.Log.Select(l =>
            JsonSerializer.Serialize(new { log = l.Text + "\n", stream = l.Stream, time = l.Time.ToString() }) + "\n")));
}
