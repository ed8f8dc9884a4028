using System.Runtime;
using CreditNotebooks.Display;

namespace CreditNotebooks.Notebooks.Evaluation;

/// <summary>Runs a cell's code so that it can be stopped: first it is asked (its <see cref="CellContext.CancellationToken"/> and
/// <see cref="StopChecks"/>), then its own thread is aborted where it computes, then its threads are woken where they sleep. Code that still
/// goes on is left behind.</summary>
internal sealed class InterruptibleRun<T>
{
    private static readonly TimeSpan AskedFor = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AbortedFor = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan WokenFor = TimeSpan.FromMilliseconds(400);
    private const int StackSize = 16 * 1024 * 1024;

    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _abort = new();
    private readonly IDisplaySink? _sink = CellContext.Current.Sink;
    private readonly List<Thread> _threads = [];
    private bool _woken;

    /// <summary>The value of <paramref name="body"/>, or its exception; an <see cref="OperationCanceledException"/> when it was stopped.</summary>
    public static Task<T> RunAsync(Func<Task<T>> body, CancellationToken stop) => new InterruptibleRun<T>().StartAsync(body, stop);

    private async Task<T> StartAsync(Func<Task<T>> body, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var thread = new Thread(() => Guard(() => RunAbortable(() => _ = ForwardAsync(body()))), StackSize) { IsBackground = true, Name = "cell" };
        thread.Start();

        var stopped = new TaskCompletionSource();
        await using var registration = stop.Register(() => stopped.TrySetResult()).ConfigureAwait(false);
        await Task.WhenAny(_done.Task, stopped.Task).ConfigureAwait(false);
        if (!_done.Task.IsCompleted && !await EndsWithin(AskedFor).ConfigureAwait(false))
        {
            // Aborting waits for the thread, which may sleep: nobody waits for that here.
            _ = Task.Factory.StartNew(_abort.Cancel, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (!await EndsWithin(AbortedFor).ConfigureAwait(false))
            {
                // Code that only awaits never goes on: its next step would run under the same abort.
                if (WakeThreads() && !await EndsWithin(WokenFor).ConfigureAwait(false))
                {
                    throw new CellLeftBehindException();
                }
                _done.TrySetCanceled(stop);
            }
        }
        return await _done.Task.ConfigureAwait(false);
    }

    private async Task ForwardAsync(Task<T> task)
    {
        try
        {
            _done.TrySetResult(await task.ConfigureAwait(false));
        }
        catch (Exception e)
        {
            // This thread may have been aborted; what goes on from here may start others.
            ThreadSignals.Unblock();
            _done.TrySetException(e);
        }
    }

    /// <summary>Runs the action so that it can be aborted. Only for a thread that ends with it: threads of the pool would go on impaired.</summary>
    private void RunAbortable(Action action)
    {
        try
        {
#pragma warning disable SYSLIB0046 // The one way to end a loop that asks nobody; the cell was asked before.
            ControlledExecution.Run(action, _abort.Token);
#pragma warning restore SYSLIB0046
        }
        finally
        {
            ThreadSignals.Unblock();
        }
    }

    private void Guard(Action action)
    {
        var before = SynchronizationContext.Current;
        lock (_threads)
        {
            _threads.Add(Thread.CurrentThread);
        }
        SynchronizationContext.SetSynchronizationContext(new CellSynchronizationContext(Guard));
        try
        {
            action();
        }
        catch (Exception e) when (_abort.IsCancellationRequested && e is OperationCanceledException or ThreadInterruptedException)
        {
            _done.TrySetCanceled();
        }
        catch (Exception e)
        {
            // An async void method of the cell failed: the cell fails, or what it left running says so.
            if (!_done.TrySetException(e))
            {
                _sink?.WriteText($"{e.GetType().FullName}: {e.Message}\n", isError: true);
            }
        }
        finally
        {
            Leave();
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>Wakes the cell's threads where they sleep; false when none is running.</summary>
    private bool WakeThreads()
    {
        lock (_threads)
        {
            _woken = true;
            _threads.ForEach(t => t.Interrupt());
            return _threads.Count > 0;
        }
    }

    private void Leave()
    {
        try
        {
            lock (_threads)
            {
                _threads.Remove(Thread.CurrentThread);
                if (!_woken)
                {
                    return;
                }
            }
            // A wake-up that came too late must not reach whatever the pool runs on this thread next.
            Thread.Sleep(1);
        }
        catch (ThreadInterruptedException)
        {
            // Consumed, perhaps while the thread waited for the list.
            lock (_threads)
            {
                _threads.Remove(Thread.CurrentThread);
            }
        }
    }

    private async Task<bool> EndsWithin(TimeSpan time) =>
        await Task.WhenAny(_done.Task, Task.Delay(time)).ConfigureAwait(false) == _done.Task;

    /// <summary>What follows an <c>await</c> runs on the thread pool, and can be woken there as well.</summary>
    private sealed class CellSynchronizationContext(Action<Action> guard) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback callback, object? state) =>
            ThreadPool.UnsafeQueueUserWorkItem(_ => guard(() => callback(state)), null);

        public override void Send(SendOrPostCallback callback, object? state) => callback(state);

        public override SynchronizationContext CreateCopy() => this;
    }
}

/// <summary>The cell was stopped but its code goes on in the background.</summary>
internal sealed class CellLeftBehindException : OperationCanceledException;
