// The tickets server of the tour: it is only named, never started.
