using SampleRecipes.Archive;
using SampleRecipes.Engine;

namespace SampleRecipes.Webshop;

/// <summary>
/// A build of one Dockerfile: each step makes an image on top of the one before. The hostname is that of the first
/// build container and stays for the rest, as the engine's builder leaves it; the build containers are gone.
/// </summary>
internal sealed class ImageBuild(Host host, string label, ImageRecord start)
{
    private ImageRecord _top = start;
    private RunConfig _config = start.Config with { Hostname = "", FromBuild = true };
    private int _step;

    public ImageRecord Top => _top;

    public string? Author { get; init; } = start.Author;

    /// <summary>RUN, with what it changed.</summary>
    public void Run(Stamp created, string command, Action<AufsLayer> fill) => Commit(created, command, _config, fill);

    /// <summary>A step that changes only the configuration, or ADD and COPY, which the engine words the same way.</summary>
    public void Nop(Stamp created, string instruction, Func<RunConfig, RunConfig>? change = null, Action<AufsLayer>? fill = null) =>
        Commit(created, "#(nop) " + instruction, change?.Invoke(_config) ?? _config, fill);

    private void Commit(Stamp created, string command, RunConfig config, Action<AufsLayer>? fill)
    {
        string container = Ids.For($"build/{label}/{++_step}");
        string hostname = _config.Hostname.Length > 0 ? _config.Hostname : container[..12];
        _config = config with { Hostname = hostname, Image = _top.Id };
        _top = new ImageRecord
        {
            Id = Ids.For($"image/{label}/{_step}"),
            Ancestors = [_top.Id, .. _top.Ancestors],
            Created = created,
            Container = container,
            ContainerConfig = _config with { Command = ["/bin/sh", "-c", command] },
            Config = _config,
            Author = Author,
        };
        host.AddBuilt(_top, fill);
    }
}
