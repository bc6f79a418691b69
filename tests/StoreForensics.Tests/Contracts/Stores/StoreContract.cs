using StoreForensics.Evidence;
using StoreForensics.Logs;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Tests.Contracts.Stores.Described;
using StoreForensics.Tests.Contracts.Stores.Expected;
using StoreForensics.Tests.Contracts.Stores.Writers;
using StoreForensics.Tests.Stores;
using StoreForensics.Timeline;
using StoreForensics.Verification;
using StoreForensics.Views;

namespace StoreForensics.Tests.Contracts.Stores;

/// <summary>
/// What every layout of a store must give for one and the same described store, save for what it cannot hold. Written once; a layout's fixture names its
/// writer. What is expected comes from the description alone.
/// </summary>
public abstract class StoreContract
{
    private DescribedStore _described = SmallStore.Description;
    private StoreWriter _writer = null!;
    private MadeStore _store = null!;
    private Inventory _inventory = null!;
    private VerificationResult _verification = null!;
    private ExpectedEvents _expected = null!;
    private ActualEvents _events = null!;

    private protected abstract StoreWriter Writer { get; }

    [OneTimeSetUp]
    public void ReadStore()
    {
        _writer = Writer;
        if (!_writer.HasInitLayers)
            _described = _described with { Containers = [.. _described.Containers.Select(c => c with { Init = new() { Name = c.Name + "-init" } })] };
        _described = _writer.HoldsImagesOnly ? _described with { Containers = [], Volumes = [] } : _described;
        _store = _writer.Write(_described);
        _inventory = _store.Read(out IReadOnlyList<int> roots);
        _verification = StoreVerifier.Verify(_inventory, _store.Sources(_inventory), _store.Problems);
        using var scratch = new Scratch();
        ITimeline timeline = TimelineBuilder.Build(_inventory, _store.Sources(_inventory), [.. roots.Select(r => new EntryRef(_store, r))],
            new TimelineOptions { Logs = LogEvents.All }, scratch, _store.Problems);
        _events = new ActualEvents(timeline);
        _expected = new ExpectedEvents(_described, _writer);
    }

    [OneTimeTearDown]
    public void Close() => _store.Dispose();

    [Test]
    public void Nothing_is_amiss() =>
        Assert.That(_store.Problems.Sorted().Where(p => p.Severity != ProblemSeverity.Note).Select(p => $"{p.Code} {p.Origin}: {p.Message}"), Is.Empty);

    [Test]
    public void The_store_is_one_of_its_driver()
    {
        Assert.That(_inventory.Stores.Select(s => s.Driver), Is.EqualTo(new[] { _writer.Driver }));
        Assert.That(_inventory.Leftovers, Is.Empty);
    }

    [Test]
    public void Images_have_their_names_and_settings() =>
        Assert.That(_inventory.Images.Select(InventoryLines.Of),
            Is.EqualTo(_described.Images.OrderBy(_writer.IdOf, StringComparer.Ordinal).Select(i => InventoryLines.Of(i, _writer.IdOf(i), _writer.SizeOf))));

    [Test]
    public void Images_have_their_history() => ForEachImage((described, image) =>
        Assert.That(InventoryLines.History(image), Is.EqualTo(InventoryLines.History(described, _writer.SizeOf))));

    [Test]
    public void Containers_have_their_settings_and_state() =>
        Assert.That(_inventory.Containers.Select(InventoryLines.Of),
            Is.EqualTo(_described.Containers.Select(c => InventoryLines.Of(c, _writer.IdOf(c.Image)))));

    [Test]
    public void Volumes_have_their_names_and_labels() =>
        Assert.That(_inventory.Volumes.Select(InventoryLines.Of), Is.EqualTo(_described.Volumes.Select(InventoryLines.Of)));

    [Test]
    public void Every_layer_has_its_role()
    {
        string[] expected = [.. _described.Containers.SelectMany(_ => (string[])(_writer.HasInitLayers ? ["Container", "ContainerInit"] : ["Container"])),
            .. _described.Images.SelectMany(i => i.Layers).Distinct().Select(_ => "Image")];
        Assert.That(_inventory.Layers.Select(l => l.Role.ToString()), Is.EquivalentTo(expected));
    }

    [Test]
    public void An_image_shows_its_layers_merged() => ForEachImage((described, image) =>
        Assert.That(ViewLines.Of(image.Layers[^1]), Is.EqualTo(ViewLines.Of(described.Layers))));

    [Test]
    public void A_container_shows_its_layers_merged() => ForEachContainer((described, container) =>
        Assert.That(ViewLines.Of(container.Layer!), Is.EqualTo(ViewLines.Of(described.Layers))));

    [Test]
    public void A_step_changed_what_its_layer_says() => ForEachImage((described, image) =>
        Assert.That(image.Layers.Select(l => ViewLines.Changes(LayerChanges.Of(l))), Is.EqualTo(described.Layers.Select(l => l.Changes))));

    [Test]
    public void A_container_changed_what_its_layer_says() => ForEachContainer((described, container) =>
        Assert.That(ViewLines.Changes(LayerChanges.Of(container)), Is.EqualTo(described.Changes.Changes)));

    [Test]
    public void A_log_has_its_lines() => ForEachContainer((described, container) =>
        Assert.That(ContainerLog.Read(container, _store.Problems).Select(InventoryLines.Of), Is.EqualTo(described.Log.Select(InventoryLines.Of))));

    [Test]
    public void Images_containers_and_logs_make_their_events() =>
        Assert.That(_events.Told, Is.EqualTo(_expected.Told()));

    [Test]
    public void Every_file_of_a_layer_makes_one_event() => ForEachLayer((described, layer) =>
        Assert.That(_events.Modified(layer), Is.EqualTo(ExpectedEvents.Modified(described))));

    [Test]
    public void Every_deletion_makes_one_event() => ForEachLayer((described, layer) =>
        Assert.That(_events.Deleted(layer), Is.EqualTo(_expected.Deleted(described))));

    [Test]
    public void Every_file_of_a_volume_makes_one_event() =>
        Assert.That(_events.InVolumes, Is.EqualTo(_expected.InVolumes()));

    [Test]
    public void Everything_recorded_is_as_recorded()
    {
        Assert.That(_verification.Checks.Where(c => c.IsMismatch).Select(c => $"{c.Kind} {c.Status} {c.Subject} {c.Path}: {c.Detail}"), Is.Empty);
        Assert.That(_verification.Checks.Where(c => c.Status == CheckStatus.Ok && c.Kind == CheckKind.Image).Select(c => c.Subject),
            Is.EquivalentTo(_described.Images.Select(_writer.IdOf)));
        Assert.That(_verification.Checks.Where(c => c.Status == CheckStatus.Ok && c.Kind == CheckKind.Layer).Select(c => c.Layer!.Role),
            Is.All.EqualTo(LayerRole.Image).And.Exactly(4).Items);
    }

    private void ForEachImage(Action<DescribedImage, Image> assert) =>
        Assert.Multiple(() => _described.Images.ToList().ForEach(d => assert(d, _inventory.Images.Single(i => i.Id == _writer.IdOf(d)))));

    private void ForEachContainer(Action<DescribedContainer, Container> assert) =>
        Assert.Multiple(() => _described.Containers.ToList().ForEach(d => assert(d, _inventory.Containers.Single(c => c.Id == d.Id))));

    // Layers of images, and the containers' own; an -init layer is the engine's.
    private void ForEachLayer(Action<PlacedLayer, Layer> assert)
    {
        ForEachImage((described, image) =>
        {
            DescribedLayer[] layers = [.. described.Layers];
            for (int i = 0; i < layers.Length; i++)
                assert(new PlacedLayer(layers[i], layers[..i], _described.Images.SelectMany(m => m.Steps).First(s => s.Layer == layers[i])), image.Layers[i]);
        });
        ForEachContainer((described, container) => assert(new PlacedLayer(described.Changes, [.. described.Layers.SkipLast(1)], null), container.Layer!));
    }
}
